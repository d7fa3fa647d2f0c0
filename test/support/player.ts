/** Plays animations in Chromium, and tells what it shows. */
import { browse, type Chromium } from './chromium.ts';

/** Decodes every frame to eight bits of red, green, blue and alpha. */
const SCRIPT = `
  for (const [name, type] of await (await fetch('names')).json()) {
    const data = await (await fetch(name)).arrayBuffer();
    const asStored = { colorSpaceConversion: 'none', premultiplyAlpha: 'none' };
    const decoder = new ImageDecoder({ data, type, ...asStored });
    await decoder.tracks.ready;
    await decoder.completed;
    const { frameCount, repetitionCount } = decoder.tracks.selectedTrack;
    const parts = [];
    const told = [];
    for (let frameIndex = 0; frameIndex < frameCount; frameIndex++) {
      const { image } = await decoder.decode({ frameIndex });
      const rgba = new Uint8Array(image.allocationSize());
      await image.copyTo(rgba);
      parts.push(rgba);
      told.push([image.format, image.duration]);
    }
    const head = JSON.stringify({ repetitionCount, told });
    await fetch(name, { method: 'POST', body: new Blob([head, '\\n', ...parts]) });
  }
  await fetch('done', { method: 'POST', body: '' });
`;

/** An animation as Chromium shows it. */
export interface Shown {
  readonly repetitionCount: number;
  readonly told: readonly (readonly [format: string, duration: number])[];
  readonly frames: readonly Uint8Array[];
}

function readPosted(posted: Buffer | undefined): Shown {
  if (!posted) throw new Error('Chromium could not decode it');
  const end = posted.indexOf('\n');
  const { repetitionCount, told } = JSON.parse(posted.subarray(0, end).toString()) as Omit<Shown, 'frames'>;
  const length = (posted.length - end - 1) / told.length;
  const frames = told.map(([format], index) => {
    const data = new Uint8Array(posted.subarray(end + 1 + index * length, end + 1 + (index + 1) * length));
    for (let at = 0; at < data.length; at += 4) {
      if (format.startsWith('B'))
        data.set([data[at + 2] as number, data[at + 1] as number, data[at] as number], at);
      if (format.endsWith('X')) data[at + 3] = 255;
    }
    return data;
  });
  return { repetitionCount, told, frames };
}

/** Largest difference of what is seen: colours count by their alpha. */
export function apart(a: Uint8Array, b: Uint8Array): number {
  let worst = 0;
  for (let at = 0; at < a.length; at += 4) {
    const [alpha, other] = [a[at + 3] as number, b[at + 3] as number];
    worst = Math.max(worst, Math.abs(alpha - other));
    for (let color = 0; color < 3; color++) {
      worst = Math.max(
        worst,
        Math.abs((a[at + color] as number) * alpha - (b[at + color] as number) * other) / 255,
      );
    }
  }
  return worst;
}

/** Every frame of the files, which are of the MIME type that stands before their names: `image/png cat`. */
export async function playInChromium(
  chromium: Chromium,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<Map<string, Shown>> {
  const names = [...files.keys()].map((name) => [name, name.split(' ', 1)[0]]);
  const list = Buffer.from(JSON.stringify(names));
  const found = await browse(chromium, SCRIPT, new Map([...files, ['names', list]]));
  return new Map([...files.keys()].map((name) => [name, readPosted(found.get(name))]));
}

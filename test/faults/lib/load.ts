/** Mixed requests from many clients at once, each answer compared with the one that the same request got in peace. */
import sharp from 'sharp';

/** A request, with the samples of its right answer; undefined for a body that is no picture. */
interface Case {
  readonly url: string;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly samples: Uint8Array | undefined;
}

/** What came of the requests. */
export interface Tally {
  /** Good requests that got the right picture. */
  right: number;
  /** Bodies that are no pictures and were refused as such. */
  refused: number;
  /** Other answers, by status and code. */
  readonly others: Map<string, number>;
  /** Milliseconds of the slowest answer. */
  slowest: number;
}

/** Mean difference of samples, in levels. Backends differ by less, and two of the pictures by more. */
const ALIKE = 2;

const RECIPES = [
  'resize_160,f_png',
  'median_3,f_png',
  'blur_2,f_png',
  'greyscale,f_png',
  'linear_1.2_-10,resize_100_80_fit=fill,f_png',
  'rotate_90,gamma_2,f_png',
];

/** Pictures of one colour with some grain each, in the formats that people send. */
async function makePictures(): Promise<Buffer[]> {
  const [width, height] = [320, 240];
  return Promise.all(
    ([['jpeg'], ['png'], ['webp'], ['jpeg'], ['png'], ['jpeg']] as const).map(([format], index) => {
      const data = Uint8Array.from({ length: width * height * 3 }, (_, at) => {
        return 40 * ((index + (at % 3) * (index + 1)) % 6) + ((at * 2654435761) >>> 27);
      });
      return sharp(data, { raw: { width, height, channels: 3 } })
        [format]()
        .toBuffer();
    }),
  );
}

/** Asks the server for each request once, in peace, to know the right answers. */
export async function prepareCases(url: string): Promise<readonly Case[]> {
  const pictures = await makePictures();
  const cases: Case[] = [];
  for (const recipe of RECIPES) {
    for (const picture of pictures) {
      const place = `${url}/process?ops=${recipe}`;
      const body = new Uint8Array(picture);
      const response = await fetch(place, { method: 'POST', body });
      if (!response.ok) throw new Error(`${recipe} in peace: ${await response.text()}`);
      cases.push({ url: place, body, samples: await samplesOf(await response.arrayBuffer()) });
    }
  }
  const garbage = new TextEncoder().encode('no picture at all'.repeat(1000));
  const bad = RECIPES.slice(0, 4).map((recipe) => `${url}/process?ops=${recipe}`);
  return [...cases, ...bad.map((place) => ({ url: place, body: garbage, samples: undefined }))];
}

/** Sends requests from so many clients, each one after the other, until `goesOn` says no. */
export async function hammer(cases: readonly Case[], clients: number, goesOn: () => boolean): Promise<Tally> {
  const tally: Tally = { right: 0, refused: 0, others: new Map(), slowest: 0 };
  let next = 0;
  const send = async () => {
    while (goesOn()) {
      const begun = performance.now();
      // A step that shares no factor with the number of cases, so that neighbours differ.
      const word = await ask(cases[(next++ * 7) % cases.length] as Case);
      tally.slowest = Math.max(tally.slowest, performance.now() - begun);
      if (word === 'right' || word === 'refused') tally[word]++;
      else tally.others.set(word, (tally.others.get(word) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: clients }, send));
  return tally;
}

/** A tally in words. */
export function describeTally({ right, refused, others, slowest }: Tally): string {
  const rest = [...others].map(([word, count]) => `, ${count} ${word}`).join('');
  return `${right} right, ${refused} refused rightly${rest}; slowest ${(slowest / 1000).toFixed(1)} s`;
}

async function ask({ url, body, samples }: Case): Promise<string> {
  try {
    const response = await fetch(url, { method: 'POST', body });
    if (response.status !== 200) {
      const { code } = (await response.json()) as { code: string };
      return !samples && response.status === 415 ? 'refused' : `${response.status} ${code}`;
    }
    if (!samples) return '200 for no picture';
    const found = await samplesOf(await response.arrayBuffer());
    return meanDifference(found, samples) < ALIKE ? 'right' : 'wrong pixels';
  } catch (error) {
    return `no answer (${(error as Error).cause ?? error})`;
  }
}

async function samplesOf(file: ArrayBuffer): Promise<Uint8Array> {
  return sharp(Buffer.from(file)).raw().toBuffer();
}

function meanDifference(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += Math.abs((a[at] as number) - (b[at] as number));
  return sum / a.length;
}

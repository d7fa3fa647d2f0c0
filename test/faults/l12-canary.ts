/** Looks for one client's pixels in another's answer: buffers that are used again keep what was in them. */
import { setTimeout as pause } from 'node:timers/promises';
import sharp from 'sharp';
import type { Fault } from './lib/fault.ts';
import { type FaultServer, startServer } from './lib/server.ts';

/** The colour of the first client's picture. The second one's is black, so no step makes this of it. */
const CANARY = { r: 0xa5, g: 0xc3, b: 0x5a };

const EXTENTS = [
  [1, 1],
  [7, 3],
  [65, 33],
  [1024, 1],
  [640, 480],
] as const;

const RECIPES = [
  ...['resize_50', 'blur_3', 'median_3', 'rotate_30', 'sharpen_2', 'extend_3', 'flip', 'boxBlur_5', 'sobel'],
  ...['normalise', 'equalise', 'clahe_16_16', 'dilate_2', 'convolve_3_3_0+1+0+1+1+1+0+1+0', 'pixelate_4', ''],
];

const FORMATS = ['png', 'jpeg_quality=95', 'webp_lossless=true', 'tiff', 'gif', 'avif_quality=90'];

export default {
  id: 'L12',
  title: "one client's pixels in another's answer",
  quick: false,
  async run({ long }) {
    const modes = process.env.NOIR_TEST_GPU ? ['off', 'software'] : ['off'];
    const figures: string[] = [];
    for (const mode of modes) {
      const server = await startServer({
        args: ['--workers', '1', '--deadline', '60'],
        env: { NOIR_GPU: mode },
      });
      try {
        figures.push(`NOIR_GPU=${mode}: ${await look(server, long ? 20 : 1)}`);
      } finally {
        await server.stop();
      }
    }
    return figures.join('; ');
  },
} satisfies Fault;

async function look({ url }: FaultServer, rounds: number): Promise<string> {
  const canary = await paint(1200, 900, CANARY);
  const black = await Promise.all(
    EXTENTS.map(([width, height]) => paint(width, height, { r: 0, g: 0, b: 0 })),
  );
  const post = async (recipe: string, body: Uint8Array<ArrayBuffer>) => {
    const response = await fetch(`${url}/process?ops=${recipe}`, { method: 'POST', body });
    return { ok: response.ok, status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
  };
  const counts = { answers: 0, refused: 0 };
  for (let round = 0; round < rounds; round++) {
    for (const [index, recipe] of RECIPES.entries()) {
      await Promise.all(
        black.map(async (body, at) => {
          const format = FORMATS[(index + at + round) % FORMATS.length] as string;
          const text = [recipe, `f_${format}`].filter(Boolean).join(',');
          const [, answer] = await Promise.all([post(text, canary), post(text, body), pause(1)]);
          if (answer.status >= 500) throw new Error(`${text} got ${answer.status}: ${answer.bytes}`);
          if (!answer.ok) counts.refused++;
          else if (await hasCanary(answer.bytes)) throw new Error(`${text} shows another client's pixels`);
          else counts.answers++;
        }),
      );
    }
  }
  return `no foreign pixel in ${counts.answers} answers (${counts.refused} refused)`;
}

async function paint(width: number, height: number, background: { r: number; g: number; b: number }) {
  return new Uint8Array(
    await sharp({ create: { width, height, channels: 3, background } })
      .png()
      .toBuffer(),
  );
}

/** Whether any pixel is near the canary. Formats with losses change it a little. */
async function hasCanary(file: Buffer): Promise<boolean> {
  const { data } = await sharp(file)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  for (let at = 0; at + 2 < data.length; at += 3) {
    const [r, g, b] = data.subarray(at, at + 3) as unknown as [number, number, number];
    if (Math.abs(r - CANARY.r) < 24 && Math.abs(g - CANARY.g) < 24 && Math.abs(b - CANARY.b) < 24)
      return true;
  }
  return false;
}

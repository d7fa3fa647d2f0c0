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

const FORMATS = [
  { format: 'png' },
  { format: 'jpeg', quality: 95 },
  { format: 'webp', options: { lossless: true } },
  { format: 'tiff' },
  { format: 'gif' },
  { format: 'avif', quality: 90 },
];

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
    const form = new FormData();
    form.set('image', new Blob([body]));
    form.set('recipe', recipe);
    const response = await fetch(`${url}/process`, { method: 'POST', body: form });
    return { ok: response.ok, status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
  };
  const ops = await listExamples(url);
  const counts = { answers: 0, refused: 0 };
  const answered = new Set<string>();
  for (let round = 0; round < rounds; round++) {
    for (const [index, step] of ops.entries()) {
      await Promise.all(
        black.map(async (body, at) => {
          const output = FORMATS[(index + at + round) % FORMATS.length];
          const text = JSON.stringify({ steps: [step], output });
          const [, answer] = await Promise.all([post(text, canary), post(text, body), pause(1)]);
          if (answer.status >= 500) throw new Error(`${text} got ${answer.status}: ${answer.bytes}`);
          if (!answer.ok) counts.refused++;
          else if (await hasCanary(answer.bytes)) throw new Error(`${text} shows another client's pixels`);
          else counts.answers++;
          if (answer.ok) answered.add(step.op);
        }),
      );
    }
  }
  return `no foreign pixel in ${counts.answers} answers of ${answered.size} ops (${counts.refused} refused)`;
}

interface Example {
  readonly op: string;
}

/** Every op that answers a picture and needs no other one, with the parameters of its first example. */
async function listExamples(url: string): Promise<readonly Example[]> {
  const ops = (await (await fetch(`${url}/ops`)).json()) as readonly { name: string; examples: object[] }[];
  return ops
    .filter(({ name }) => name !== 'stats')
    .map(({ name, examples }) => ({ ...examples[0], op: name }));
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

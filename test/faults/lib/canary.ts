/** Pictures of two clients through every op, at the same time and on the same buffers. */
import { setTimeout as pause } from 'node:timers/promises';
import sharp from 'sharp';
import type { FaultServer } from './server.ts';

/** The colour of the first client's picture. The second one's is black, so no step makes this of it. */
const CANARY = { r: 0xa5, g: 0xc3, b: 0x5a };
const BLACK = { r: 0, g: 0, b: 0 };

type Body = Uint8Array<ArrayBuffer>;
type Extent = readonly [number, number];

const EXTENTS: readonly Extent[] = [
  [1, 1],
  [7, 3],
  [65, 33],
  [1024, 1],
  [640, 480],
];

/** Those of a long run. */
const MORE: readonly Extent[] = [...EXTENTS, [4096, 1], [3840, 2160]];

const FORMATS = [
  { format: 'png' },
  { format: 'jpeg', quality: 95 },
  { format: 'webp', lossless: true },
  { format: 'tiff' },
  { format: 'gif' },
  { format: 'avif', quality: 90 },
];

/** Ops that refuse these pictures: two of three channels have more than four together. */
const REFUSED = ['joinChannel'];

/** Times that a request is sent again. */
const PATIENCE = 8;

/** A step of every op that answers with a picture, as in its first example. */
interface Example {
  readonly op: string;
}

/** Throws when an answer to the second client shows the first one's picture. Resolves with the figures. */
export async function lookForCanary({ url }: FaultServer, long: boolean): Promise<string> {
  const canary = long ? await paint([4000, 4000], CANARY) : await paint([1200, 900], CANARY);
  const black = await Promise.all((long ? MORE : EXTENTS).map((extent) => paint(extent, BLACK)));
  const counts = { answers: 0, refused: 0 };
  const answered = new Set<string>();
  for (const [index, step] of (await listExamples(url)).entries()) {
    const formats = long ? FORMATS : [undefined];
    for (const [round, format] of formats.entries()) {
      await Promise.all(
        black.map(async (body, at) => {
          const output = format ?? FORMATS[(index + at + round) % FORMATS.length];
          const recipe = JSON.stringify({ steps: [step], output });
          const [, answer] = await Promise.all([
            post(url, { recipe, body: canary, further: canary }),
            post(url, { recipe, body, further: body }),
          ]);
          const isRefused = answer.status === 400 && REFUSED.includes(step.op);
          if (isRefused) counts.refused++;
          else if (answer.status !== 200) throw new Error(`${recipe} got ${answer.status}: ${answer.bytes}`);
          else if (await hasCanary(answer.bytes)) throw new Error(`${recipe} shows another client's pixels`);
          else {
            counts.answers++;
            answered.add(step.op);
          }
        }),
      );
    }
  }
  return `no foreign pixel in ${counts.answers} answers of ${answered.size} ops (${counts.refused} refused)`;
}

/** Throws when a server gives another picture than the other one. Resolves with the figures. */
export async function samePictures(a: FaultServer, b: FaultServer, long: boolean): Promise<string> {
  const bodies = (await noises([131, 77])).slice(0, long ? undefined : 2);
  const further = bodies[0] as Body;
  const ops = await listExamples(a.url);
  let [same, refused] = [0, 0];
  for (const step of ops) {
    for (const [index, body] of bodies.entries()) {
      const order = { recipe: JSON.stringify({ steps: [step], output: FORMATS[0] }), body, further };
      const [one, other] = await Promise.all([post(a.url, order), post(b.url, order)]);
      if (one.status !== other.status || (one.status === 200 && !one.bytes.equals(other.bytes)))
        throw new Error(
          `${order.recipe} on picture ${index}: ${one.status} and ${other.status}, not the same picture`,
        );
      if (one.status === 200) same++;
      else refused++;
    }
  }
  return `${same} pictures of ${ops.length} ops are the same (${refused} refused)`;
}

async function listExamples(url: string): Promise<readonly Example[]> {
  const ops = (await (await fetch(`${url}/ops`)).json()) as readonly { name: string; examples: object[] }[];
  return ops
    .filter(({ name }) => name !== 'stats')
    .map(({ name, examples }) => ({ ...examples[0], op: name }));
}

interface Order {
  readonly recipe: string;
  readonly body: Body;
  /** A picture for steps that read another one. */
  readonly further: Body;
}

/** Asks again after a 503: where the GPU is the only backend, one that a busy machine slows down is given up for a second. */
async function post(url: string, order: Order) {
  for (let refusals = 0; ; refusals++) {
    const answer = await postOnce(url, order);
    if (answer.status !== 503 || refusals === PATIENCE) return answer;
    await pause(1500);
  }
}

async function postOnce(url: string, { recipe, body, further }: Order) {
  const form = new FormData();
  form.set('image', new Blob([body]));
  form.set('recipe', recipe);
  for (const [, name] of recipe.matchAll(/"([\w-]+\.(?:png|jpg|webp))"/g))
    form.set(name as string, new Blob([further]), name);
  if (recipe.includes('look.cube')) form.set('look.cube', new Blob([CUBE]), 'look.cube');
  const response = await fetch(`${url}/process`, { method: 'POST', body: form });
  return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
}

/** A table of colours that leaves black and white as they are. */
const CUBE = [
  'LUT_3D_SIZE 2',
  ...Array.from({ length: 8 }, (_, at) => `${at & 1} ${(at >> 1) & 1} ${at >> 2}`),
].join('\n');

async function paint([width, height]: Extent, background: typeof CANARY): Promise<Body> {
  return new Uint8Array(
    await sharp({ create: { width, height, channels: 3, background } })
      .png()
      .toBuffer(),
  );
}

/** Pictures full of detail: of 8 bits with 1, 3 and 4 channels, of 16 bits, and of floats. */
async function noises([width, height]: Extent): Promise<Body[]> {
  const levels = (channels: number) =>
    Uint8Array.from({ length: width * height * channels }, (_, at) => (at * 2654435761) >>> 24);
  const of = (channels: 1 | 3 | 4) => sharp(levels(channels), { raw: { width, height, channels } });
  const files = await Promise.all([
    of(4).png().toBuffer(),
    of(3).toColourspace('rgb16').png().toBuffer(),
    of(3).png().toBuffer(),
    of(1).toColourspace('b-w').png().toBuffer(),
    of(3).toColourspace('scrgb').tiff().toBuffer(),
  ]);
  return files.map((file) => new Uint8Array(file));
}

/** Whether any pixel is near the canary. Formats with losses change it a little. */
async function hasCanary(file: Buffer): Promise<boolean> {
  const { data } = await sharp(file)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  for (let at = 0; at + 2 < data.length; at += 3) {
    const [r, g, b] = [data[at], data[at + 1], data[at + 2]] as [number, number, number];
    if (Math.abs(r - CANARY.r) < 24 && Math.abs(g - CANARY.g) < 24 && Math.abs(b - CANARY.b) < 24)
      return true;
  }
  return false;
}

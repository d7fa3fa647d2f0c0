import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { encodedOf } from '../../src/engine/encoded.ts';
import { expectDone, makeJob, sourceOf } from '../../src/engine/job.ts';
import { createNoir, type Noir } from '../../src/noir.ts';
import { parseOps } from '../../src/recipe/grammar.ts';
import { noise } from '../support/pictures.ts';

/** Recipes on which backends and coders compete, on files that each of them can read. */
const RECIPES: readonly string[] = [
  ...['', 'f_png', 'f_webp', 'f_jpeg,q_60', 'f_webp,q_40', 'f_gif', 'f_tiff'],
  ...['resize_40', 'resize_40,f_webp', 'resize_40_30,f_png', 'resize_30_30_fit=contain', 'resize_200'],
  ...['resize_40_30_position=entropy,f_webp', 'resize_40_30_position=attention', 'resize_50p,negate'],
  ...['negate', 'greyscale', 'greyscale,f_png', 'gamma_1.5', 'linear_1.2_-10', 'clip_20_200', 'flip', 'flop'],
  ...['rotate_90', 'extract_5_5_40_30', 'extend_3_3_3_3', 'modulate_1.2', 'tint_ff8800', 'threshold_100'],
  ...['blur_1', 'blur_5', 'median_3', 'median_5', 'sharpen_1', 'sobel', 'clahe_20_20', 'normalise'],
  ...['cast_u16,f_png', 'cast_f32,linear_0.5,f_tiff', 'flatten', 'ensureAlpha_0.5,f_png', 'trim', 'stats'],
  ...['negate,resize_40', 'resize_40,negate,blur_2', 'blur_2,resize_40,f_webp', 'gamma,median_3,flip'],
  ...['resize_60,greyscale,f_png', 'resize_60,extract_2_2_30_20,f_webp', 'hue_90,saturation_0.5', 'sepia'],
];

/** Requests for each recipe: one after the other, and in flight together. */
const ALONE = 4;
const TOGETHER = 16;

interface Asked {
  readonly name: string;
  readonly file: Uint8Array;
  readonly ops: string;
}

async function askedFor(): Promise<Asked[]> {
  const { data, width, height } = noise({ width: 48, height: 36, channels: 3, type: 'u8' });
  const picture = sharp(data as Uint8Array, { raw: { width, height, channels: 3 } }).blur(1);
  const files = await Promise.all(
    [picture.clone().jpeg({ quality: 90 }), picture.clone().png(), picture.clone().webp()].map((one) =>
      one.toBuffer(),
    ),
  );
  return RECIPES.map((ops, index) => ({
    name: `${ops || 'nothing'} of file ${index % 3}`,
    file: files[index % 3] as Buffer,
    ops,
  }));
}

/** A hash of everything that a client gets, but for the time that it took. */
async function ask({ runner, recipes }: Noir, { file, ops }: Asked): Promise<string> {
  const job = makeJob({ input: sourceOf(file), recipe: recipes.parse(parseOps(ops)) });
  const { data, shape, format, way, failedOver, backend, codec } = encodedOf(
    expectDone(await runner.run(job)),
  );
  const about = JSON.stringify([shape, format, way, failedOver, backend, codec]);
  return createHash('sha256').update(about).update(data).digest('hex');
}

/** The answers to all of so many requests, some at a time, in an order that mixes them. */
async function askAll(
  noir: Noir,
  all: readonly Asked[],
  { requests, inFlight }: { requests: number; inFlight: number },
): Promise<Map<string, Set<string>>> {
  const answers = new Map<string, Set<string>>(all.map(({ name }) => [name, new Set()]));
  const queue = Array.from({ length: requests }, (_, round) =>
    all.map((__, at) => all[(at * 7 + round) % all.length]),
  );
  const waiting = queue.flat().flatMap((asked) => asked ?? []);
  const work = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      answers.get(next.name)?.add(await ask(noir, next));
    }
  };
  await Promise.all(Array.from({ length: inFlight }, work));
  return answers;
}

/** Names of the recipes that got more than one answer. */
const wavering = (answers: ReadonlyMap<string, ReadonlySet<string>>) =>
  [...answers].filter(([, hashes]) => hashes.size !== 1).map(([name, { size }]) => `${name}: ${size}`);

let noir: Noir;
let all: Asked[];
beforeAll(async () => {
  noir = await createNoir();
  all = await askedFor();
});
afterAll(() => noir.close());

it('gives equal requests equal answers, alone, side by side, and after a restart', async () => {
  expect(RECIPES.length).toBeGreaterThanOrEqual(50);
  const alone = await askAll(noir, all, { requests: ALONE, inFlight: 1 });
  expect(wavering(alone)).toEqual([]);
  expect(await askAll(noir, all, { requests: TOGETHER, inFlight: 8 })).toEqual(alone);
  const again = await createNoir();
  for (const asked of all) {
    expect([...(alone.get(asked.name) ?? [])], asked.name).toEqual([await ask(again, asked)]);
  }
  await again.close();
});

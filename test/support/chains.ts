import { existsSync, readFileSync } from 'node:fs';
import { openCoders } from '../../src/coders/registry.ts';
import { createImage, type Image } from '../../src/core/image.ts';
import { DEFAULT_LIMITS, type Limits } from '../../src/core/limits.ts';
import { readHeader } from '../../src/formats/registry.ts';
import { makePlan, type Plan, picturesOf } from '../../src/plan/plan.ts';
import { parseRecipe, type StepInput } from '../../src/recipe/recipe.ts';

/** Limits that no test picture reaches. */
export const NO_LIMITS: Limits = { ...DEFAULT_LIMITS, imageBytes: Infinity, pixels: Infinity };

/** A plan for steps as a user writes them. */
export function planSteps(steps: readonly StepInput[], image: Image, options?: { fuse: boolean }): Plan {
  return makePlan(parseRecipe({ steps }).steps, image, NO_LIMITS, options);
}

/** What a plan means: its ops' references one after the other, each into a buffer of its own. */
export function runReference({ steps }: Plan, image: Image): Image {
  let current = image;
  for (const step of steps) {
    const result = createImage(step.output);
    step.op.reference(current, step.params, result, picturesOf(step));
    current = result;
  }
  return current;
}

/** Every n-th row of a picture: what point ops make of them is those rows of what they make of it. */
export function everyRow(n: number, image: Image): Image {
  const height = Math.ceil(image.height / n);
  const rows = createImage({ ...image, height });
  const samples = image.width * image.channels;
  for (let row = 0; row < height; row++) {
    rows.data.set(image.data.subarray(row * n * samples, (row * n + 1) * samples), row * samples);
  }
  return rows;
}

/** Twenty mixed point ops through all three pixel types; `shift` changes parameters and nothing else. */
export function twentySteps(shift = 0): StepInput[] {
  return [
    { op: 'linear', a: 1.1, b: -5 + shift },
    { op: 'negate' },
    { op: 'clip', min: 3, max: 250 },
    { op: 'cast', type: 'u16' },
    { op: 'gamma', gamma: 1.4 },
    { op: 'linear', a: [0.95, 1.02, 1], b: 120 },
    { op: 'clip', min: 300, max: 65000 },
    { op: 'negate', alpha: false },
    { op: 'cast', type: 'f32' },
    { op: 'linear', a: 0.9, b: 0.02 },
    { op: 'gamma', gamma: 0.8 },
    { op: 'negate' },
    { op: 'clip' },
    { op: 'linear', a: 1.05 },
    { op: 'greyscale', method: 'rec709' },
    { op: 'cast', type: 'u16' },
    { op: 'gamma', gamma: 1.2 },
    { op: 'linear', a: 0.9, b: 500 },
    { op: 'negate' },
    { op: 'cast', type: 'u8' },
  ];
}

const PHOTO = new URL('../../../shared/data/photos/cc0/sunset-pier-20MP-420.jpg', import.meta.url);

/** Every n-th row of 20 megapixels, 8-bit RGB: of a photo where there is one, else of waves that meet every level. */
export async function everyRowOfLarge(n: number): Promise<Image> {
  if (existsSync(PHOTO)) {
    const bytes = readFileSync(PHOTO);
    const coders = await openCoders('auto');
    const header = readHeader(bytes, DEFAULT_LIMITS);
    return everyRow(n, (await coders.decode(bytes, header, { limits: DEFAULT_LIMITS })).frames[0]);
  }
  const image = createImage({ width: 5477, height: Math.ceil(3652 / n), channels: 3, type: 'u8' });
  for (let at = 0; at < image.data.length; at++)
    image.data[at] = 127.5 + 127.5 * Math.sin(at / 9173 + at * at);
  return image;
}

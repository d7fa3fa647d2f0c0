import type { Backend } from '../../src/backends/backend.ts';
import { isNoirError } from '../../src/core/errors.ts';
import { hasAlpha, type Image } from '../../src/core/image.ts';
import type { Channels } from '../../src/core/pixel.ts';
import type { Op } from '../../src/ops/op.ts';
import { findOp, listOps } from '../../src/ops/registry.ts';
import { makePlan, type Plan } from '../../src/plan/plan.ts';
import type { Step } from '../../src/recipe/recipe.ts';
import { NO_LIMITS, runReference } from '../support/chains.ts';
import { expectClose } from '../support/compare.ts';
import { stepOn } from '../support/others.ts';
import { noise, random } from '../support/pictures.ts';

type Worker = Pick<Backend, 'process'>;

/** What is no number, or no finite one. */
const STRANGE = [Number.NaN, -Number.NaN, Infinity, -Infinity];

/** Numbers that a GPU may flush to 0, those that f32 holds with fewer digits; and small ones that it must not. */
const TINY = [0, -0, 1e-40, -1e-40, 1e-30, -1e-30, 1e-6];

/** Far beyond white; the cubes of its powers, as in Lab, still fit into f32. */
const HUGE = 1e4;

/** What the encoding as sRGB makes of a rounding of the largest value: `(2 ^ -23) ^ (1 / 2.4)` of that. */
const ENCODED_ROUNDING = 2e-3;

const CHANNELS = [1, 2, 3, 4] as const;

const SHAPE = { width: 13, height: 7, type: 'f32' } as const;

/** Every example of the ops that take floats. */
export const STREWN_CASES = listOps()
  .flatMap((op) => op.examples.map((example) => ({ op, params: op.params.parse(example), example })))
  .filter(({ op, params }) => CHANNELS.some((channels) => planFor(op, params, strewn(channels))))
  .map(({ op, params, example }) => [`${op.name} ${JSON.stringify(example)}`, op, params] as const);

/** Noise among which every fifth sample is strange or tiny. */
function strewn(channels: Channels): Image {
  const image = noise({ ...SHAPE, channels }, channels);
  const next = random(100 + channels);
  for (let at = 0; at < image.data.length; at++) {
    // What is tiny and flushed to 0 would make NaN of an infinity that it is multiplied with, as alpha is.
    const isAlpha = hasAlpha(channels) && at % channels === channels - 1;
    const odd = isAlpha ? [...STRANGE, 0, 0, 0] : [...STRANGE, ...TINY];
    if (next() < 1 / 5) image.data[at] = odd[Math.floor(next() * odd.length)] as number;
  }
  return image;
}

/** Noise that is large all over, so that differences of large numbers are not all that is left of small ones. */
function huge(channels: Channels): Image {
  const image = noise({ ...SHAPE, channels }, channels);
  for (let at = 0; at < image.data.length; at++) (image.data[at] as number) *= HUGE;
  return image;
}

/** Undefined when the op does not take the picture. */
function planFor(op: Op, params: unknown, image: Image, ...then: Step[]): Plan | undefined {
  try {
    return makePlan([stepOn(op, params, image), ...then], image, NO_LIMITS);
  } catch (error) {
    if (isNoirError(error) && error.code === 'invalid-parameter') return undefined;
    throw error;
  }
}

/** A step that rounds to bytes whatever comes. */
function castToBytes(): Step {
  const op = findOp('cast') as Op;
  return { op, params: op.params.parse({ type: 'u8' }), others: [] };
}

async function run(backend: Worker, plan: Plan, image: Image): Promise<Image> {
  const { image: result, release } = await backend.process(plan, image);
  const copy = { ...result, data: result.data.slice() };
  release();
  return copy;
}

/** What a driver compiles for other tests as well, where the op takes that. */
function channelsFor(op: Op, params: unknown, compiled: boolean): readonly Channels[] {
  const takes = (channels: Channels) => planFor(op, params, strewn(channels)) !== undefined;
  return compiled && takes(4) ? [4] : CHANNELS.toReversed().filter(takes);
}

/**
 * NaN where the reference has NaN, the same infinities, and else within the op's tolerance, which leaves room
 * for numbers near 0 that are flushed to it. Where nothing has to be compiled for it, also as bytes, where NaN
 * is 0, and on every number of channels.
 */
export async function compareStrewn(
  backend: Worker,
  op: Op,
  params: unknown,
  what: string,
  compiled = false,
): Promise<void> {
  let rounds = compiled;
  for (const channels of channelsFor(op, params, compiled)) {
    const image = strewn(channels);
    const plan = planFor(op, params, image) as Plan;
    const name = `${what} on ${channels} channels`;
    const tolerance = op.tolerance[plan.output.type];
    expectClose(await run(backend, plan, image), runReference(plan, image), tolerance, name);
    if (rounds) continue;
    rounds = true;
    const rounded = planFor(op, params, image, castToBytes()) as Plan;
    expectClose(await run(backend, rounded, image), runReference(rounded, image), 1, `${name}, as bytes`);
  }
}

/**
 * Finite where the reference is. Point ops are off by no more than what is left of roundings of the largest
 * value; in others such roundings may decide what is done at all.
 */
export async function compareHuge(
  backend: Worker,
  op: Op,
  params: unknown,
  what: string,
  compiled = false,
): Promise<void> {
  const tolerance = op.kind === 'point' ? ENCODED_ROUNDING : 1;
  for (const channels of channelsFor(op, params, compiled)) {
    const image = huge(channels);
    const plan = planFor(op, params, image);
    if (plan?.output.type !== 'f32') continue;
    const expected = runReference(plan, image);
    const got = await run(backend, plan, image);
    const largest = [...expected.data].reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    for (const { data } of [got, expected]) {
      for (let at = 0; at < data.length; at++) (data[at] as number) /= largest;
    }
    expectClose(got, expected, tolerance, `${what} on ${channels} channels`);
  }
}

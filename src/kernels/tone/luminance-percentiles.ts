/** Finds percentiles of a picture's luminance by counting in two passes (a radix select), for `normalise`. */
import { type Image, pixelCount } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';
import type { Work } from '../../core/turns.ts';
import { luminance, TO_FRACTIONS } from '../../math/lab.ts';
import { toLinear } from '../../math/srgb.ts';
import { blockReader, eachBlockInTurns } from '../pixels/color-blocks.ts';
import { takeFloats } from '../pixels/color-matrix.ts';
import { BLOCK, PLANE } from '../pixels/color-planes.ts';
import { Simd } from '../simd/simd.ts';

/** Weights of red, green and blue in luminance. */
const LUMINANCE = TO_FRACTIONS.slice(3, 6);

/** Two luminances; white is 1. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** How many of `count` pixels lie below a percentile, which is rounded to hundredths. */
export function rankOf(percent: number, count: number): number {
  return Math.min(count - 1, Math.floor((Math.round(100 * percent) * count) / 10000));
}

/** All luminances in order, limited to 0..1, without pixels that have NaN or an infinity: the reference. */
export function sortedLuminances(image: Image): Float64Array {
  const found: number[] = [];
  eachLuminance(image, 0, pixelCount(image), (value) => void found.push(value));
  return Float64Array.from(found).sort();
}

/** Luminances are counted with 24 bits: 12 in each pass. */
const DIGIT = 4096;
const STEPS = DIGIT * DIGIT - 1;

/** Largest magnitude of f32 samples in 32 bits. Blocks with larger ones are done in f64. */
const FAR = 4096;

/** The luminances at two percentiles. The first pass finds the upper 12 bits, the second the lower. */
export function findLuminances(image: Image, lower: number, upper: number): Work<Range> {
  return Simd.lend(function* (simd) {
    const { code } = simd;
    const tables = [0, 1, 2].map(() => simd.take(4 * DIGIT)) as [number, number, number];
    for (const table of tables) simd.bytes.fill(0, table, table + 4 * DIGIT);
    const countsAt = (table: number) => new Uint32Array(simd.bytes.buffer, table, DIGIT);
    const [coarse, ...fine] = tables;
    const each = keyReader(simd, image);
    yield* each((keys, count) => code.countCoarse(keys, count, coarse));
    const count = countsAt(coarse).reduce((sum, part) => sum + part, 0);
    if (count === 0) return { low: 0, high: 0 };
    const [one, other] = [lower, upper].map((percent) => walk(countsAt(coarse), rankOf(percent, count))) as [
      Digit,
      Digit,
    ];
    yield* each((keys, size) => code.countFine(keys, size, one.digit, other.digit, ...fine));
    const [low = 0, high = 0] = [one, other].map(
      ({ digit, rank }, at) => (digit * DIGIT + walk(countsAt(fine[at] as number), rank).digit) / STEPS,
    );
    return { low, high };
  });
}

/** Returns a function that visits the luminances of all pixels as whole steps, block by block. */
function keyReader(simd: Simd, image: Image): (visit: (keys: number, count: number) => void) => Work<void> {
  const { code } = simd;
  const planes = simd.take(4 * PLANE);
  const keys = simd.take(4 * BLOCK);
  const weights = takeFloats(simd, LUMINANCE);
  const read = blockReader(simd, image);
  const per = 1 / WHITE[image.type];
  /** Writes a block's luminances to a row. Returns how many there are. */
  const luminancesOf = (first: number, pixels: number): number => {
    if (image.type === 'f32' && code.areWithin(planes, pixels, FAR) === 0) {
      let count = 0;
      eachLuminance(image, first, first + pixels, (value) => {
        simd.floats[keys / 4 + count++] = value;
      });
      return count;
    }
    if (per !== 1) code.multiplyEach(planes, pixels, per, per, per);
    for (let at = 0; at < 3; at++) code.toLight(planes + at * PLANE, pixels);
    code.luminances(planes, pixels, weights, keys);
    return pixels;
  };
  return (visit) =>
    eachBlockInTurns(pixelCount(image), (first, pixels) => {
      read(first, pixels, planes);
      const count = luminancesOf(first, pixels);
      code.toSteps(keys, count, STEPS);
      visit(keys, count);
    });
}

/** Twelve bits of a key, and the rank among the keys that have them. */
interface Digit {
  readonly digit: number;
  readonly rank: number;
}

/** The first digit up to which there are more than `rank` keys. */
function walk(counts: Uint32Array, rank: number): Digit {
  let digit = 0;
  let rest = rank;
  while (digit < counts.length - 1 && rest >= (counts[digit] as number)) rest -= counts[digit++] as number;
  return { digit, rank: rest };
}

function eachLuminance(image: Image, start: number, end: number, take: (luminance: number) => void): void {
  const { data, channels, type } = image;
  const white = WHITE[type];
  const green = channels < 3 ? 0 : 1;
  const blue = channels < 3 ? 0 : 2;
  for (let at = start * channels; at < end * channels; at += channels) {
    const r = data[at] as number;
    const g = data[at + green] as number;
    const b = data[at + blue] as number;
    if (type === 'f32' && !(Number.isFinite(r) && Number.isFinite(g) && Number.isFinite(b))) continue;
    const value = luminance(toLinear(r / white), toLinear(g / white), toLinear(b / white));
    take(Math.max(0, Math.min(1, value)));
  }
}

import { type Image, pixelCount } from '../core/image.ts';
import { LEVEL_LIMIT, WHITE } from '../core/pixel.ts';
import { luminance } from '../math/lab.ts';
import { fastToLinear, toLinear } from '../math/srgb.ts';

/** Two luminances, white being 1. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** How many of `count` pixels lie before the one at a percentile, which is taken to the hundredth. */
export function rankOf(percent: number, count: number): number {
  return Math.min(count - 1, Math.floor((Math.round(100 * percent) * count) / 10000));
}

/** The luminances of a picture's pixels in order, limited to 0..1; pixels with NaN or an infinity left out. */
export function sortedLuminances(image: Image): Float64Array {
  const found: number[] = [];
  eachLuminance(image, toLinear, (value) => void found.push(value));
  return Float64Array.from(found).sort();
}

/** Luminances are told apart by 2 x 12 bits. */
const DIGIT = 4096;
const STEPS = DIGIT * DIGIT - 1;

/** The luminances at two percentiles: from the upper half of their bits, and then from the lower half. */
export function findLuminances(image: Image, lower: number, upper: number): Range {
  const decode = decoderOf(image);
  const coarse = new Uint32Array(DIGIT);
  const keyOf = (value: number) => Math.round(value * STEPS);
  eachLuminance(image, decode, (value) => {
    (coarse[keyOf(value) >>> 12] as number)++;
  });
  const count = coarse.reduce((sum, part) => sum + part, 0);
  if (count === 0) return { low: 0, high: 0 };
  const digits = [lower, upper].map((percent) => ({
    ...walk(coarse, rankOf(percent, count)),
    fine: new Uint32Array(DIGIT),
  }));
  const [first, second] = digits as [(typeof digits)[0], (typeof digits)[0]];
  eachLuminance(image, decode, (value) => {
    const key = keyOf(value);
    if (key >>> 12 === first.digit) (first.fine[key & (DIGIT - 1)] as number)++;
    if (key >>> 12 === second.digit) (second.fine[key & (DIGIT - 1)] as number)++;
  });
  const [low = 0, high = 0] = digits.map(
    ({ digit, rank, fine }) => (digit * DIGIT + walk(fine, rank).digit) / STEPS,
  );
  return { low, high };
}

/** The first digit that more than `rank` values go up to, and the rank among those that have it. */
function walk(counts: Uint32Array, rank: number): { readonly digit: number; readonly rank: number } {
  let digit = 0;
  let rest = rank;
  while (digit < counts.length - 1 && rest >= (counts[digit] as number)) rest -= counts[digit++] as number;
  return { digit, rank: rest };
}

/** sRGB's curve on fractions of white: from a table of every level, where there is one. */
function decoderOf({ type }: Image): (fraction: number) => number {
  if (type === 'f32') return fastToLinear;
  const limit = LEVEL_LIMIT[type];
  const table = Float64Array.from({ length: limit + 1 }, (_, level) => fastToLinear(level / limit));
  return (fraction) => table[Math.round(fraction * limit)] as number;
}

function eachLuminance(
  image: Image,
  decode: (fraction: number) => number,
  take: (luminance: number) => void,
): void {
  const { data, channels, type } = image;
  const white = WHITE[type];
  const green = channels < 3 ? 0 : 1;
  const blue = channels < 3 ? 0 : 2;
  const end = pixelCount(image) * channels;
  for (let at = 0; at < end; at += channels) {
    const r = data[at] as number;
    const g = data[at + green] as number;
    const b = data[at + blue] as number;
    if (type === 'f32' && !(Number.isFinite(r) && Number.isFinite(g) && Number.isFinite(b))) continue;
    const value = luminance(decode(r / white), decode(g / white), decode(b / white));
    take(Math.max(0, Math.min(1, value)));
  }
}

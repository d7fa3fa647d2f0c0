/** Percentiles of samples, found by counting in two passes (a radix select), for `stretch` and `stats`. */
import type { Image } from '../../core/image.ts';
import { rowsPerYield, type Work } from '../../core/turns.ts';

/** Samples are counted by 16 bits in each pass. */
const DIGIT = 2 ** 16;

/**
 * The percentiles of all finite samples of some channels, of all frames together, as `numpy.percentile` has them: the sample with the rank
 * `percent / 100 * (count - 1)`, or between two of them in a straight line. Undefined when there is no finite sample.
 */
export function* percentilesOf(
  frames: readonly Image[],
  channels: readonly number[],
  percents: readonly number[],
): Work<number[] | undefined> {
  const upper = new Uint32Array(DIGIT);
  yield* eachKey(frames, channels, (key) => {
    upper[key >>> 16] = (upper[key >>> 16] as number) + 1;
  });
  let count = 0;
  for (let digit = 0; digit < DIGIT; digit++) count += upper[digit] as number;
  if (count === 0) return undefined;
  const places = percents.map((percent) => (Math.min(100, percent) / 100) * (count - 1));
  const ranks = places.flatMap((place) => [Math.floor(place), Math.ceil(place)]);
  const found = yield* samplesAt(frames, channels, upper, ranks);
  return places.map((place, at) => {
    const [below, above] = [found[2 * at] as number, found[2 * at + 1] as number];
    return below + (above - below) * (place - Math.floor(place));
  });
}

/** The samples with the given ranks, where the upper digits of all are counted. */
function* samplesAt(
  frames: readonly Image[],
  channels: readonly number[],
  upper: Uint32Array,
  ranks: readonly number[],
): Work<number[]> {
  const digits = ranks.map((rank) => walk(upper, rank));
  const tables = new Map(digits.map(({ digit }) => [digit, new Uint32Array(DIGIT)]));
  const slots = new Array<Uint32Array | undefined>(DIGIT).fill(undefined);
  for (const [digit, table] of tables) slots[digit] = table;
  yield* eachKey(frames, channels, (key) => {
    const table = slots[key >>> 16];
    if (table) table[key & 0xffff] = (table[key & 0xffff] as number) + 1;
  });
  return digits.map(({ digit, rest }) => {
    const lower = walk(tables.get(digit) as Uint32Array, rest).digit;
    return sampleOf(digit * DIGIT + lower);
  });
}

/** The digit up to which there are more than `rank` samples, and the rank among those that have it. */
function walk(counts: Uint32Array, rank: number): { digit: number; rest: number } {
  let digit = 0;
  let rest = rank;
  while (rest >= (counts[digit] as number)) rest -= counts[digit++] as number;
  return { digit, rest };
}

const floats = new Float32Array(1);
const words = new Uint32Array(floats.buffer);

/** Visits finite samples of all frames as whole numbers of 32 bits that have the order of the floats. */
function* eachKey(
  frames: readonly Image[],
  channels: readonly number[],
  visit: (key: number) => void,
): Work<void> {
  for (const frame of frames) yield* eachKeyOf(frame, channels, visit);
}

function* eachKeyOf(
  { data, width, height, channels: step }: Image,
  channels: readonly number[],
  visit: (key: number) => void,
): Work<void> {
  const some = rowsPerYield(width) * width;
  for (let first = 0; first < width * height; first += some) {
    const end = Math.min(width * height, first + some);
    for (const channel of channels) {
      for (let at = first * step + channel; at < end * step; at += step) {
        const sample = data[at] as number;
        if (sample - sample === 0) visit(keyOf(sample));
      }
    }
    yield;
  }
}

/** The bits of a float, with those of negative ones turned round. -0 counts as 0. */
function keyOf(sample: number): number {
  floats[0] = sample + 0;
  const bits = words[0] as number;
  return (bits >>> 31 === 1 ? ~bits : bits | 0x80000000) >>> 0;
}

function sampleOf(key: number): number {
  words[0] = (key >>> 31 === 1 ? key & 0x7fffffff : ~key) >>> 0;
  return floats[0] as number;
}

import type { Image } from '../core/image.ts';
import { fromOrder, toOrder } from './order.ts';

/** Below every level, with room for differences in 32 bits. */
const NOTHING = -(2 ** 20);

/** The key of NaN, below that of every other float. */
const NAN_KEY = -(2 ** 31);

type Line = Int32Array;

/** Writes the larger of two lines' keys, place by place. */
type Larger = (to: Line, one: Line, other: Line, otherFirst: number, length: number) => void;

/**
 * For each sample, the largest (`sign` 1) or smallest (-1) in a square around it; NaN loses against
 * everything. Samples become keys of which the largest is sought. Along a row the window is doubled until
 * two overlapping ones cover it. Down the columns, whole rows at a time, it is the method of van Herk (1992)
 * and Gil and Werman (1993): rows are cut into blocks as high as the window, so that each window is the
 * end of one block and the beginning of the next; the best of every end and every beginning is kept.
 */
export function slideExtremum(input: Image, reach: number, sign: 1 | -1, output: Image): void {
  const { width, height, channels, type } = input;
  const larger = type === 'f32' ? largerFloat : largerLevel;
  const nothing = type === 'f32' ? NAN_KEY : NOTHING;
  const window = 2 * reach + 1;
  const length = width * channels;
  const lines = () => Array.from({ length: window }, () => new Int32Array(length));
  let [ends, nextRows] = [lines(), lines()];
  const padded = new Int32Array((width + 2 * reach) * channels);
  const beginning = new Int32Array(length);
  const result = new Int32Array(length);
  const slideRow = (row: number, to: Line) => {
    if (row < 0 || row >= height) to.fill(nothing);
    else slideAlong(loadKeys(input, row, reach, sign, nothing, padded), channels, window, larger, to);
  };
  ends.forEach((line, offset) => {
    slideRow(offset - reach, line);
  });
  for (let first = 0; first < height; first += window) {
    for (let offset = window - 2; offset >= 0; offset--) {
      larger(ends[offset] as Line, ends[offset] as Line, ends[offset + 1] as Line, 0, length);
    }
    beginning.fill(nothing);
    for (let offset = 0; offset < window && first + offset < height; offset++) {
      larger(result, ends[offset] as Line, beginning, 0, length);
      storeKeys(result, sign, output, first + offset);
      const next = nextRows[offset] as Line;
      slideRow(first + offset + reach + 1, next);
      larger(beginning, beginning, next, 0, length);
    }
    [ends, nextRows] = [nextRows, ends];
  }
}

/** A row's keys, with nothing on both sides. */
function loadKeys(
  { data, width, channels }: Image,
  row: number,
  reach: number,
  sign: 1 | -1,
  nothing: number,
  padded: Line,
): Line {
  const margin = reach * channels;
  const end = padded.length - margin;
  padded.fill(nothing, 0, margin);
  padded.fill(nothing, end);
  const keys = padded.subarray(margin, end);
  toOrder(data, row * width * channels, keys);
  // NaN, which is the last in order, becomes the lowest key either way; levels may stay as they are.
  if (sign < 0) for (let at = 0; at < keys.length; at++) keys[at] = ~(keys[at] as number);
  else if (data instanceof Float32Array) shift(keys, 1);
  return padded;
}

function storeKeys(keys: Line, sign: 1 | -1, { data, width, channels }: Image, row: number): void {
  if (sign < 0) for (let at = 0; at < keys.length; at++) keys[at] = ~(keys[at] as number);
  else if (data instanceof Float32Array) shift(keys, -1);
  fromOrder(keys, data, row * width * channels);
}

function shift(keys: Line, by: number): void {
  for (let at = 0; at < keys.length; at++) keys[at] = (keys[at] as number) + by;
}

/** The best of each window along a line, in which neighbours lie `step` keys apart. */
function slideAlong(line: Line, step: number, window: number, larger: Larger, to: Line): void {
  let covered = 1;
  for (; 2 * covered <= window; covered *= 2) {
    larger(line, line, line, covered * step, line.length - covered * step);
  }
  larger(to, line, line, (window - covered) * step, to.length);
}

/** Without a branch, which noise would mislead: the differences of levels fit in 32 bits. */
function largerLevel(to: Line, one: Line, other: Line, otherFirst: number, length: number): void {
  for (let at = 0; at < length; at++) {
    const key = one[at] as number;
    const less = (key - (other[otherFirst + at] as number)) | 0;
    to[at] = key - (less & (less >> 31));
  }
}

function largerFloat(to: Line, one: Line, other: Line, otherFirst: number, length: number): void {
  for (let at = 0; at < length; at++) {
    const [key, rival] = [one[at] as number, other[otherFirst + at] as number];
    to[at] = Math.max(key, rival);
  }
}

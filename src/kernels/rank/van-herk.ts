/** Erosion and dilation by a square in constant time per pixel: van Herk (1992), and Gil and Werman (1993). */
import type { Image } from '../../core/image.ts';
import { type PixelType, SAMPLE_BYTES } from '../../core/pixel.ts';
import { rowsPerYield, type Work } from '../../core/turns.ts';
import { Simd } from '../simd/simd.ts';
import { sortableRows } from './sortable-rows.ts';

/** The integer of NaN, less than that of every other float. */
const NAN_KEY = -(2 ** 31);

/** Orders in which the extremum is the largest integer, and NaN the smallest. */
const SORT_ORDERS = { '1': { raised: 1, turned: 0 }, '-1': { raised: 0, turned: -1 } } as const;

/**
 * Finds the largest (`sign` 1) or smallest (-1) sample in a square around each one. NaN loses against everything.
 *
 * Along a row the window is doubled until two overlapping ones cover it. Down the columns, whole rows at a time, it
 * is van Herk's method: rows are cut into blocks as high as the window, so each window is the end of one block and
 * the beginning of the next, and the extremum of every end and every beginning is kept.
 */
export function* vanHerkExtremum(input: Image, reach: number, sign: 1 | -1, output: Image): Work<void> {
  const { width, height, type } = input;
  const window = 2 * reach + 1;
  yield* Simd.lend(function* (simd) {
    const { length, load, store } = sortableRows(simd, input, output, SORT_ORDERS[`${sign}`]);
    const stride = Math.ceil(length / 64) * 64;
    const take = () => Array.from({ length: window }, () => simd.take(stride));
    let [ends, nextRows] = [take(), take()];
    const [beginning, result] = [simd.take(stride), simd.take(stride)];
    const larger = (one: number, other: number, to: number) =>
      simd.code.largerOf(one, other, length, SAMPLE_BYTES[type], to);
    const along = alongRows(simd, input, reach, length, load);
    const slide = (y: number, to: number) => {
      if (y < 0 || y >= height) clear(simd, type, to, length);
      else along(y, to);
    };
    const band = rowsPerYield(width);
    for (let offset = 0; offset < window; offset++) {
      slide(offset - reach, ends[offset] as number);
      if (offset % band === 0) yield;
    }
    for (let first = 0; first < height; first += window) {
      for (let offset = window - 2; offset >= 0; offset--) {
        larger(ends[offset] as number, ends[offset + 1] as number, ends[offset] as number);
        if (offset % band === 0) yield;
      }
      clear(simd, type, beginning, length);
      for (let offset = 0; offset < window && first + offset < height; offset++) {
        larger(ends[offset] as number, beginning, result);
        store(result, first + offset);
        const next = nextRows[offset] as number;
        slide(first + offset + reach + 1, next);
        larger(beginning, next, beginning);
        if (offset % band === 0) yield;
      }
      [ends, nextRows] = [nextRows, ends];
    }
  });
}

/** Returns a function that writes the largest sample of each window along row `y` to a place. */
function alongRows(
  simd: Simd,
  { channels, type }: Image,
  reach: number,
  length: number,
  load: (y: number, at: number) => void,
): (y: number, to: number) => void {
  const sample = SAMPLE_BYTES[type];
  const step = channels * sample;
  const margin = reach * step;
  const padded = simd.take(length + 2 * margin);
  return (y, to) => {
    clear(simd, type, padded, margin);
    load(y, padded + margin);
    clear(simd, type, padded + margin + length, margin);
    simd.code.largestAlong(padded, length, step, 2 * reach + 1, sample, to);
  };
}

/** Fills memory with what is never the largest, unless everything is NaN. */
function clear({ words, bytes }: Simd, type: PixelType, at: number, length: number): void {
  if (type === 'f32') words.fill(NAN_KEY, at / 4, (at + length) / 4);
  else bytes.fill(0, at, at + length);
}

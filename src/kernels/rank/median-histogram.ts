/**
 * The median of bytes in constant time per pixel: Perreault and Hébert, "Median Filtering in Constant Time" (IEEE
 * Transactions on Image Processing, 2007).
 */
import type { Image } from '../../core/image.ts';
import { rowsPerYield, type Work } from '../../core/turns.ts';
import { nearest } from '../pixels/edges.ts';
import { Simd } from '../simd/simd.ts';

/** Bytes of a column's counts of sixteen bins, and of 256 levels. */
const COARSE = 32;
const FINE = 512;

/** Bytes of the window's counts, and of what assembly/histogram.ts keeps beside them. */
const ROOM = COARSE + FINE + 64 + 64;

/**
 * Each column has a histogram that slides down with the rows. The window's histogram slides along by adding one
 * column's and subtracting another. Bins of sixteen levels are kept for every pixel; the levels of a bin only where
 * the median falls into it.
 */
export function* medianByHistogram(input: Image, reach: number, output: Image): Work<void> {
  for (let channel = 0; channel < input.channels; channel++) {
    yield* Simd.lend((simd) => slideChannel(simd, input, channel, reach, output));
  }
}

function* slideChannel(simd: Simd, input: Image, channel: number, reach: number, output: Image): Work<void> {
  const { width, height, channels } = input;
  const length = width * channels;
  const samples = input.data as Uint8Array;
  const { code } = simd;
  const row = simd.take(length);
  const line = simd.take(width);
  const coarse = simd.take(COARSE * width);
  const fine = simd.take(FINE * width);
  const room = simd.take(ROOM);
  simd.bytes.fill(0, coarse, coarse + COARSE * width);
  simd.bytes.fill(0, fine, fine + FINE * width);
  const count = (y: number, by: number) => {
    const first = nearest(y, height) * length;
    simd.bytes.set(samples.subarray(first, first + length), row);
    code.countColumns(row + channel, channels, width, coarse, fine, by);
  };
  for (let y = -reach; y <= reach; y++) count(y, 1);
  const band = rowsPerYield(width);
  for (let y = 0; y < height; y++) {
    if (y % band === 0) yield;
    code.slideWindow(coarse, fine, width, reach, room, line);
    const first = y * length + channel;
    const { bytes } = simd;
    for (let x = 0; x < width; x++) output.data[first + x * channels] = bytes[line + x] as number;
    count(y - reach, -1);
    count(y + reach + 1, 1);
  }
}

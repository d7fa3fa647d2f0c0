/** Box means of integer samples in SIMD, by running sums of 32 bits. */
import { hasAlpha, type Image } from '../../core/image.ts';
import { SAMPLE_BYTES } from '../../core/pixel.ts';
import { rowsPerYield, type Work } from '../../core/turns.ts';
import { viewBytes } from '../pixels/chunks.ts';
import { nearest } from '../pixels/edges.ts';
import { IN_FLOATS } from '../simd/conversions.ts';
import { Simd } from '../simd/simd.ts';

/** Largest radius whose sums fit 32 bits. Floats have none: their running sums would keep rounding errors. */
const REACH = { u8: 1000, u16: 127, f32: 0 } as const;

/** Whether `boxMeansOfIntegers` can filter a picture. */
export function fitsIntegerBoxMeans({ type, channels }: Image, radius: number): boolean {
  return !hasAlpha(channels) && radius <= REACH[type];
}

/** Does what `boxMeans` does, in 32-bit integers. */
export function* boxMeansOfIntegers(input: Image, radius: number, output: Image): Work<void> {
  const { width, height, channels, type } = input;
  const length = width * channels;
  const stride = length * SAMPLE_BYTES[type];
  const [from, to] = [viewBytes(input.data), viewBytes(output.data)];
  yield* Simd.lend(function* (simd) {
    const { code } = simd;
    const [enter, leave, none] = [simd.take(stride), simd.take(stride), simd.take(stride)];
    const means = simd.take(4 * length);
    const pad = (radius + 1) * channels;
    const padded = simd.take(4 * (length + 2 * pad));
    const sums = padded + 4 * pad;
    simd.bytes.fill(0, padded, padded + 4 * (length + 2 * pad));
    simd.bytes.fill(0, none, none + stride);
    const read = (y: number, place: number) => {
      const first = nearest(y, height) * stride;
      simd.bytes.set(from.subarray(first, first + stride), place);
    };
    const move = type === 'u8' ? code.moveByteSums : code.moveHalfSums;
    const band = rowsPerYield(width);
    // The window of the row above the first.
    for (let y = -radius - 1; y < radius; y++) {
      read(y, enter);
      move(sums, length, enter, none);
      if (y % band === 0) yield;
    }
    for (let y = 0; y < height; y++) {
      read(y + radius, enter);
      read(y - radius - 1, leave);
      move(sums, length, enter, leave);
      surround(simd.words, sums / 4, length, channels, pad);
      code.slideSums(sums, width, channels, radius, 1 / (2 * radius + 1) ** 2, means);
      IN_FLOATS[type].store(simd, means, length, enter);
      to.set(simd.bytes.subarray(enter, enter + stride), y * stride);
      if (y % band === 0) yield;
    }
  });
}

/** Repeats the pixels at both ends of a row. */
function surround(words: Int32Array, first: number, length: number, channels: number, pad: number): void {
  for (let at = first - 1; at >= first - pad; at--) words[at] = words[at + channels] as number;
  const end = first + length;
  for (let at = end; at < end + pad; at++) words[at] = words[at - channels] as number;
}

import type { Image } from '../core/image.ts';
import { SAMPLE_BYTES } from '../core/pixel.ts';
import type { LineFilter } from '../math/gaussian.ts';
import { filterLines } from './lines.ts';
import { QUICKEST } from './simd/conversions.ts';
import { Simd } from './simd/simd.ts';

/**
 * As `convolve`, for samples that are mixed as they are, in rows that never leave the SIMD code's memory: u8 in
 * numbers of 16 bits, the others in floats. NaN and infinities count as 0.
 */
export function convolvePlain(
  { width, channels, type, data }: Image,
  columns: readonly LineFilter[],
  rows: readonly LineFilter[],
  output: Image,
): void {
  const { arithmetic, load, store } = QUICKEST[type];
  const length = width * channels;
  const stride = length * SAMPLE_BYTES[type];
  const from = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const to = new Uint8Array(output.data.buffer, output.data.byteOffset, output.data.byteLength);
  Simd.run((simd) => {
    const samples = simd.take(stride);
    const fill = (y: number, at: number) => {
      simd.bytes.set(from.subarray(y * stride, (y + 1) * stride), samples);
      if (type === 'f32') simd.code.makeFinite(samples, length);
      load(simd, samples, length, at);
    };
    filterLines(simd, arithmetic, { width, channels, fill }, columns, rows, (at, y) => {
      store(simd, at, length, samples);
      to.set(simd.bytes.subarray(samples, samples + stride), y * stride);
    });
  });
}

/** Sobel's edge filter in SIMD. */
import { hasAlpha, type Image } from '../../core/image.ts';
import { SAMPLE_BYTES, WHITE } from '../../core/pixel.ts';
import { rowsPerYield, type Work } from '../../core/turns.ts';
import { viewBytes } from '../pixels/chunks.ts';
import { IN_FLOATS } from '../simd/conversions.ts';
import { Simd } from '../simd/simd.ts';

/** Codes of the directions in assembly/sobel.ts. */
const DIRECTIONS = { x: 1, y: 2, both: 3 } as const;

/** Filters each channel, colours premultiplied. Alpha stays. */
export function* sobelGradient(input: Image, direction: keyof typeof DIRECTIONS, output: Image): Work<void> {
  const { width, height, channels, type, data } = input;
  const length = width * channels;
  const stride = length * SAMPLE_BYTES[type];
  const [from, to] = [viewBytes(data), viewBytes(output.data)];
  yield* Simd.lend(function* (simd) {
    const { code } = simd;
    const samples = simd.take(stride);
    const result = simd.take(4 * length);
    const step = 4 * channels;
    const rows = [0, 1, 2].map(() => simd.take(4 * length + 2 * step) + step);
    const rowAt = (y: number) => rows[Math.max(0, Math.min(height - 1, y)) % 3] as number;
    const read = (y: number) => {
      const row = rowAt(y);
      simd.bytes.set(from.subarray(y * stride, (y + 1) * stride), samples);
      IN_FLOATS[type].load(simd, samples, length, row);
      if (hasAlpha(channels)) code.premultiply(row, length, channels, WHITE[type]);
      simd.bytes.copyWithin(row - step, row, row + step);
      const end = row + 4 * length;
      simd.bytes.copyWithin(end, end - step, end);
    };
    const band = rowsPerYield(width);
    read(0);
    for (let y = 0; y < height; y++) {
      if (y % band === 0) yield;
      if (y + 1 < height) read(y + 1);
      const [above, row, below] = [rowAt(y - 1), rowAt(y), rowAt(y + 1)];
      const how = DIRECTIONS[direction];
      code.differentiate(above, row, below, length, step, how, type === 'f32' ? 1 : 0, result);
      IN_FLOATS[type].store(simd, result, length, samples);
      to.set(simd.bytes.subarray(samples, samples + stride), y * stride);
      if (hasAlpha(channels)) keepAlpha(input, y * length, length, output);
    }
  });
}

function keepAlpha({ data, channels }: Image, first: number, length: number, output: Image): void {
  for (let at = first + channels - 1; at < first + length; at += channels) {
    output.data[at] = data[at] as number;
  }
}

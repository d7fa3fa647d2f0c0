/** Reads and writes a picture's rows as vectors of red, green, blue and alpha, in fractions of white. */
import type { Image, Shape } from '../../core/image.ts';
import { SAMPLE_BYTES, WHITE } from '../../core/pixel.ts';
import { viewBytes } from '../pixels/chunks.ts';
import { packer, spreader } from '../simd/pixel-vectors.ts';
import type { Simd } from '../simd/simd.ts';

/**
 * Returns functions that load columns `start` up to `end` of a row of `input`, and store such vectors in a row of
 * `output`. Both pictures have the same extent and pixel type.
 */
export function takeRows(simd: Simd, input: Image, output: Image, [start, end]: readonly [number, number]) {
  const { width, type } = input;
  const [own, goal] = [pixelBytes(input), pixelBytes(output)];
  const [from, to] = [viewBytes(input.data), viewBytes(output.data)];
  const [spread, pack] = [spreader(simd, input, 1 / WHITE[type]), packer(simd, output, WHITE[type])];
  const pixels = end - start;
  const line = simd.take(pixels * Math.max(own, goal));
  return {
    load(y: number, at: number): void {
      const first = y * width + start;
      simd.bytes.set(from.subarray(first * own, (first + pixels) * own), line);
      spread(line, pixels, at);
    },
    store(at: number, y: number): void {
      pack(at, pixels, line);
      to.set(simd.bytes.subarray(line, line + pixels * goal), (y * width + start) * goal);
    },
  };
}

function pixelBytes({ channels, type }: Shape): number {
  return channels * SAMPLE_BYTES[type];
}

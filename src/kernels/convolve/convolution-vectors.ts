/** Convolution with any mask in SIMD, in floats or, where bytes lose little, in 16-bit fixed point. */
import type { Image } from '../../core/image.ts';
import { SAMPLE_BYTES } from '../../core/pixel.ts';
import { rowsPerYield, type Work } from '../../core/turns.ts';
import { areFinite } from '../pixels/finite.ts';
import { Simd } from '../simd/simd.ts';
import type { PreparedMask, SeparableMask } from './convolution.ts';
import { evenLines, levelsFor } from './convolution-arithmetic.ts';
import { sumsAround } from './convolution-sums.ts';

/** Products of pixels and weights between two yields. */
const PRODUCTS = 2 ** 20;

/**
 * As `convolveByRows`, in whole vectors of floats or, where bytes lose little, of 16 bits. The result is whether all
 * samples are finite.
 */
export function* convolveByVectors(
  input: Image,
  mask: PreparedMask,
  uneven: SeparableMask | undefined,
  output: Image,
): Work<boolean> {
  const lines = uneven && evenLines(uneven);
  const { width, height, channels, type } = input;
  const { alpha, gain, offset, white } = mask;
  const samples = width * channels;
  const length = samples * SAMPLE_BYTES[type];
  const from = new Uint8Array(input.data.buffer, input.data.byteOffset, input.data.byteLength);
  const to = new Uint8Array(output.data.buffer, output.data.byteOffset, output.data.byteLength);
  return yield* Simd.lend(function* (simd) {
    const { code } = simd;
    let allFinite = true;
    const { arithmetic, load, raise, store } = levelsFor(simd, mask, lines, type);
    const row = simd.take(length);
    const [sums, negatives] = [simd.take(4 * samples), simd.take(4 * samples)];
    const around = sumsAround(simd, arithmetic, input, mask, lines, (y, at) => {
      simd.bytes.set(from.subarray(y * length, (y + 1) * length), row);
      if (type === 'f32') allFinite &&= areFinite(simd, row, samples);
      load(simd, row, samples, at);
      if (alpha !== 'none') code.premultiply(at, samples, channels, white);
    });
    simd.floats.fill(0, negatives / 4, negatives / 4 + samples);
    const band = rowsPerYield(width, PRODUCTS / (lines ? mask.width + mask.height : mask.weights.length));
    for (let y = 0; y < height; y++) {
      if (y % band === 0) yield;
      around.make(y, sums);
      if (alpha === 'mixed') {
        around.makeNegative(y, negatives);
        code.straighten(sums, negatives, samples, channels, white * gain, offset);
      } else if (offset !== 0) {
        raise(simd, sums, samples, offset);
      }
      store(simd, sums, samples, row);
      to.set(simd.bytes.subarray(row, row + length), y * length);
      if (alpha === 'kept') keepAlpha(input, y, output);
    }
    return allFinite;
  });
}

function keepAlpha({ data, width, channels }: Image, y: number, output: Image): void {
  const end = (y + 1) * width * channels;
  for (let at = y * width * channels + channels - 1; at < end; at += channels) {
    output.data[at] = data[at] as number;
  }
}

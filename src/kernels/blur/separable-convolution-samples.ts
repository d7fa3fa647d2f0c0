/** Separable convolution of samples as they are stored, in rows that never leave the SIMD memory. */
import { hasAlpha, type Image } from '../../core/image.ts';
import type { Work } from '../../core/turns.ts';
import type { LineFilter } from '../../math/gaussian.ts';
import { viewBytes } from '../pixels/chunks.ts';
import { areFinite } from '../pixels/finite.ts';
import { type Conversion, IN_FLOATS, QUICKEST } from '../simd/conversions.ts';
import { Simd } from '../simd/simd.ts';
import { faintAlpha } from './mixing-space.ts';
import { convolveInMemory } from './separable-convolution.ts';

/**
 * As `convolve`, for samples as they are, in rows that never leave the SIMD code's memory: u8 in numbers of 16 bits,
 * the others in floats, and in floats too what has alpha, by which colours count unless it `isOpaque`. NaN and
 * infinities count as 0. The result is whether there were none.
 */
export function* convolveSamples(
  input: Image,
  columns: readonly LineFilter[],
  rows: readonly LineFilter[],
  output: Image,
  opaque: boolean,
): Work<boolean> {
  const { width, channels, type } = input;
  const length = width * channels;
  const [from, to] = [viewBytes(input.data), viewBytes(output.data)];
  const stride = from.length / input.height;
  // Sums of two channels along a row are there for floats alone.
  const isWeighed = hasAlpha(channels) && (!opaque || channels === 2);
  return yield* Simd.lend(function* (simd) {
    const samples = simd.take(stride);
    let allFinite = true;
    const { arithmetic, load, store } = isWeighed ? weighed(simd, input) : QUICKEST[type];
    const fill = (y: number, at: number) => {
      simd.bytes.set(from.subarray(y * stride, (y + 1) * stride), samples);
      if (type === 'f32' && !areFinite(simd, samples, length)) {
        allFinite = false;
        simd.code.makeFinite(samples, length);
      }
      load(simd, samples, length, at);
    };
    yield* convolveInMemory(simd, arithmetic, { width, channels, fill }, columns, rows, (at, y) => {
      store(simd, at, length, samples);
      to.set(simd.bytes.subarray(samples, samples + stride), y * stride);
    });
    return allFinite;
  });
}

/** Rows of colours times alpha. */
function weighed(simd: Simd, input: Image): Conversion {
  const { width, channels, type } = input;
  const { arithmetic, load, store } = IN_FLOATS[type];
  const faint = faintAlpha(input);
  const floats = simd.take(4 * width * channels);
  return {
    arithmetic,
    load(_, from, length, to) {
      load(simd, from, length, floats);
      simd.code.weighColors(floats, width, channels, to);
    },
    store(_, from, length, to) {
      simd.code.unweighColors(from, width, channels, faint, floats);
      store(simd, floats, length, to);
    },
  };
}

/** Unsharp masking of samples as they are stored, in SIMD: adds the difference between a picture and its blur. */
import { hasAlpha, type Image } from '../../core/image.ts';
import { SAMPLE_BYTES } from '../../core/pixel.ts';
import type { Work } from '../../core/turns.ts';
import { symmetricFilter } from '../../math/gaussian.ts';
import { viewBytes } from '../pixels/chunks.ts';
import { areFinite } from '../pixels/finite.ts';
import { isOpaque } from '../pixels/opaque.ts';
import { FINE } from '../simd/arithmetic.ts';
import { BITS, IN_FLOATS } from '../simd/conversions.ts';
import { Simd } from '../simd/simd.ts';
import { faintAlpha } from './mixing-space.ts';
import { convolveInMemory } from './separable-convolution.ts';

/** Factor for a difference, and the size that it must exceed. */
interface Strength {
  readonly amount: number;
  readonly threshold: number;
}

/**
 * Largest amount in 16-bit fixed point. Blurs of bytes are off by about a 50th of a level there; four times that is
 * invisible.
 */
const FINE_AMOUNT = 4;

/** Rows in the SIMD memory: how they are blurred, and sharpened with their blur. */
interface Rows {
  readonly arithmetic: typeof FINE;
  fill(at: number): void;
  /** Sharpens the row in the place from which it was read. */
  sharpen(blurred: number): void;
}

/**
 * Adds the differences between samples and their blur; alpha is left alone. NaN and infinities count as 0. The result is
 * whether there were none.
 */
export function* sharpenSamples(
  input: Image,
  weights: Float64Array,
  how: Strength,
  output: Image,
): Work<boolean> {
  const { width, height, channels, type } = input;
  const length = width * channels;
  const stride = length * SAMPLE_BYTES[type];
  const [from, to] = [viewBytes(input.data), viewBytes(output.data)];
  const plain = type === 'u8' && channels !== 2 && how.amount <= FINE_AMOUNT && how.threshold === 0;
  const fine = plain && (yield* isOpaque(input));
  return yield* Simd.lend(function* (simd) {
    let allFinite = true;
    const samples = simd.take(stride);
    const read = (y: number) => {
      simd.bytes.set(from.subarray(y * stride, (y + 1) * stride), samples);
      if (type === 'f32' && !areFinite(simd, samples, length)) {
        allFinite = false;
        simd.code.makeFinite(samples, length);
      }
    };
    const rows = fine ? fineRows(simd, samples, length, how) : floatRows(simd, input, samples, how);
    const fill = (y: number, at: number) => {
      read(y);
      rows.fill(at);
    };
    const [columns, lines] = [symmetricFilter(height, weights), symmetricFilter(width, weights)];
    yield* convolveInMemory(simd, rows.arithmetic, { width, channels, fill }, [columns], [lines], (at, y) => {
      read(y);
      rows.sharpen(at);
      to.set(simd.bytes.subarray(samples, samples + stride), y * stride);
    });
    return allFinite;
  });
}

function fineRows({ code }: Simd, bytes: number, length: number, { amount }: Strength): Rows {
  return {
    arithmetic: FINE,
    fill: (at) => code.widen(bytes, length, BITS, at),
    sharpen: (blurred) => code.addFineDifference(bytes, length, blurred, amount, BITS),
  };
}

function floatRows(simd: Simd, input: Image, samples: number, { amount, threshold }: Strength): Rows {
  const { code } = simd;
  const { width, channels, type } = input;
  const length = width * channels;
  const { arithmetic, load, store } = IN_FLOATS[type];
  const floats = simd.take(4 * length);
  if (!hasAlpha(channels)) {
    return {
      arithmetic,
      fill: (at) => load(simd, samples, length, at),
      sharpen(blurred) {
        load(simd, samples, length, floats);
        code.addDifference(floats, length, blurred, amount, threshold);
        store(simd, floats, length, samples);
      },
    };
  }
  const result = simd.take(4 * length);
  const faint = faintAlpha(input);
  return {
    arithmetic,
    fill(at) {
      load(simd, samples, length, floats);
      code.weighColors(floats, width, channels, at);
    },
    sharpen(blurred) {
      load(simd, samples, length, floats);
      code.addColorDifference(floats, width, channels, blurred, faint, amount, threshold, result);
      store(simd, result, length, samples);
    },
  };
}

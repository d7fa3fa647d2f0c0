/** Chooses the arithmetic of a convolution in SIMD: 16-bit fixed point where that is precise enough, else floats. */
import type { PixelType } from '../../core/pixel.ts';
import { CANCELLED } from '../../math/weighted-mixing.ts';
import { FINE } from '../simd/arithmetic.ts';
import { BITS, type Conversion, IN_FLOATS, QUICKEST } from '../simd/conversions.ts';
import type { Simd } from '../simd/simd.ts';
import type { PreparedMask, SeparableMask } from './convolution.ts';

/** A conversion, and how levels are added to sums in between. */
interface Levels extends Conversion {
  raise(simd: Simd, sums: number, samples: number, by: number): void;
}

/** What a result may be off by before it is rounded: in levels, and in floats parts of white. */
const ALLOWED: Readonly<Record<PixelType, number>> = { u8: 0.4, u16: 1, f32: 1e-5 };

/** What rounding takes from sums of floats, in parts of their absolute terms. */
const ROUNDING = 2 ** -22;

/** Levels that may be added to sums of 16 bits: these end at twice a byte's range, on both sides. */
const MOST_RAISED = 255;

/** The most bits behind the point of weights: sums of 32 bits are moved by no more. */
const MOST_BITS = 30;

const FINE_BYTES: Levels = {
  ...QUICKEST.u8,
  raise: ({ code }, sums, samples, by) => code.raiseFine(sums, samples, Math.round(by * 2 ** BITS)),
};

/** Whether floats have enough digits for a kernel, which must weigh anything at all. */
export function fitsFloats({ weights, gain, alpha, white }: PreparedMask, type: PixelType): boolean {
  const size = sizeOf(weights);
  // Weights that mix alpha have the sum 1, and colours are divided by what they have left of it.
  const cancels = weights.some((weight) => weight < 0) ? CANCELLED : 1;
  const most = alpha === 'mixed' ? Math.max(size, Math.abs(gain) * cancels) : size;
  return size > 0 && ROUNDING * most * white <= ALLOWED[type];
}

/** Bytes without alpha in 16 bits where their weights lose little, else floats. */
export function levelsFor(
  simd: Simd,
  mask: PreparedMask,
  lines: SeparableMask | undefined,
  type: PixelType,
): Levels {
  const few = type === 'u8' && mask.alpha === 'none' && Math.abs(mask.offset) <= MOST_RAISED;
  if (few && lossOf(simd, lines ?? [mask.weights]) <= ALLOWED.u8) return FINE_BYTES;
  const raise: Levels['raise'] = ({ code }, sums, samples, by) => code.raiseFloats(sums, samples, by);
  return { ...IN_FLOATS[type], raise };
}

/** The same kernel with a row that counts 1, so that no sum along it goes beyond the samples. */
export function evenLines([row, column]: SeparableMask): SeparableMask {
  const size = sizeOf(row);
  return [row.map((weight) => weight / size), column.map((weight) => weight * size)];
}

/** Levels that sums of bytes in 16 bits are off by at most, along a row and then a column where these are two. */
function lossOf(simd: Simd, kernels: readonly Float64Array[]): number {
  let loss = 0;
  let size = 1;
  for (const weights of kernels) {
    const { table, shift } = FINE.takeShares(simd, weights.length, weights);
    if (shift > MOST_BITS) return Infinity;
    const off = weights.map((weight, at) => weight - (simd.halves[table / 2 + at] as number) / 2 ** shift);
    loss = loss * sizeOf(weights) + 255 * size * sizeOf(off) + 2 ** -BITS / 2;
    size *= sizeOf(weights);
  }
  // The offset is rounded as well.
  return loss + 2 ** -BITS / 2;
}

/** The sum of how large weights are. */
function sizeOf(weights: Float64Array): number {
  return weights.reduce((sum, weight) => sum + Math.abs(weight), 0);
}

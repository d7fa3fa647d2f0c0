import { describe, expect, it } from 'vitest';
import { BLOCK } from '../../../src/kernels/pixels/color-planes.ts';
import { Simd } from '../../../src/kernels/simd/simd.ts';
import { labRoot } from '../../../src/math/lab.ts';
import { toEncoded, toLinear } from '../../../src/math/srgb.ts';

type Change = (simd: Simd, place: number, count: number) => void;

/** The largest error of a change of single floats, relative to what is expected or to 1, between two numbers. */
function worstOf(change: Change, expected: (value: number) => number, low: number, high: number): number {
  return Simd.run((simd) => {
    const place = simd.take(4 * BLOCK);
    const values = Float32Array.from({ length: BLOCK }, (_, at) => low + ((high - low) * at) / (BLOCK - 1));
    simd.floats.set(values, place / 4);
    change(simd, place, BLOCK);
    const got = simd.floats.subarray(place / 4, place / 4 + BLOCK);
    return values.reduce((worst, value, at) => {
      const right = expected(value);
      return Math.max(worst, Math.abs((got[at] as number) - right) / Math.max(1, Math.abs(right)));
    }, 0);
  });
}

const RANGES = [
  [0, 0.01],
  [0, 1],
  [-1, 2],
  [-4096, 4096],
] as const;

describe('curves in 32 bits', () => {
  it.each(RANGES)('decode sRGB from %d to %d', (low, high) => {
    const change: Change = ({ code }, place, count) => code.toLight(place, count);
    expect(worstOf(change, toLinear, low, high)).toBeLessThan(7e-7);
  });

  it.each(RANGES)('encode sRGB from %d to %d', (low, high) => {
    const change: Change = ({ code }, place, count) => code.toSamples(place, count, 1);
    expect(worstOf(change, toEncoded, low, high)).toBeLessThan(4e-7);
  });

  it.each(RANGES)('take roots as CIE does from %d to %d', (low, high) => {
    const change: Change = ({ code }, place, count) => code.toRoots(place, count);
    expect(worstOf(change, labRoot, low, high)).toBeLessThan(3e-7);
    const back: Change = (simd, place, count) => {
      change(simd, place, count);
      simd.code.toFractions(place, count);
    };
    expect(worstOf(back, (value) => value, low, high)).toBeLessThan(1e-6);
  });
});

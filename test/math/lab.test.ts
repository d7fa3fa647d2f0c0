import { describe, expect, it } from 'vitest';
import { fromLab, labRoot, lightness, luminance, toLab } from '../../src/math/lab.ts';
import { LUMA, toEncoded, toLinear } from '../../src/math/srgb.ts';
import { random } from '../support/pictures.ts';

/** L, a and b of encoded sRGB in 0..1. */
function labOf(...rgb: number[]): number[] {
  const values = Float64Array.from(rgb, toLinear);
  toLab(values, 0);
  return [...values];
}

function expectNear(got: ArrayLike<number>, expected: readonly number[], allowed: number): void {
  expected.forEach((value, at) => {
    expect(Math.abs((got[at] as number) - value), `${at}: ${got[at]}, not ${value}`).toBeLessThanOrEqual(
      allowed,
    );
  });
}

describe('CIE Lab', () => {
  // As printed for D65 by EasyRGB and Lindbloom's calculator, whose white is rounded otherwise.
  it.each([
    ['red', [1, 0, 0], [53.24, 80.09, 67.2]],
    ['green', [0, 1, 0], [87.73, -86.18, 83.18]],
    ['blue', [0, 0, 1], [32.3, 79.19, -107.86]],
    ['yellow', [1, 1, 0], [97.14, -21.55, 94.48]],
    ['cyan', [0, 1, 1], [91.11, -48.09, -14.13]],
    ['magenta', [1, 0, 1], [60.32, 98.23, -60.82]],
    ['white', [1, 1, 1], [100, 0, 0]],
    ['black', [0, 0, 0], [0, 0, 0]],
    ['middle gray', [0.5, 0.5, 0.5], [53.39, 0, 0]],
  ])('of %s is what tables print', (_, rgb, expected) => {
    expectNear(labOf(...rgb), expected, 0.015);
  });

  // MathWorks' documentation of lab2rgb, for D65.
  it('(70, 5, 10) is sRGB (0.7359, 0.6566, 0.6010)', () => {
    const values = Float64Array.of(70, 5, 10);
    fromLab(values, 0);
    expectNear(values.map(toEncoded), [0.7359, 0.6566, 0.601], 6e-5);
  });

  it('has L = 50 at a luminance of 0.18419, and L = 8 at the joint of its two pieces', () => {
    expect(lightness(0.18418651851244416)).toBeCloseTo(50, 12);
    expect(lightness(216 / 24389)).toBeCloseTo(8, 12);
    expect(labRoot(216 / 24389 + 1e-12)).toBeCloseTo(labRoot(216 / 24389), 10);
  });

  it('gives grays no a and no b', () => {
    for (let level = 0; level <= 255; level++)
      expectNear(labOf(level / 255, level / 255, level / 255).slice(1), [0, 0], 1e-12);
  });

  it('is undone by its inverse, beyond white and below black too', () => {
    const next = random(5);
    for (let round = 0; round < 20_000; round++) {
      const rgb = [3 * next() - 1, 3 * next() - 1, 3 * next() - 1];
      const values = Float64Array.of(9, ...rgb);
      toLab(values, 1);
      fromLab(values, 1);
      expect(values[0]).toBe(9);
      expectNear(values.subarray(1), rgb, 1e-12);
    }
  });

  it('weighs light by the weights of BT.709, rounded to four digits', () => {
    expect(
      [luminance(1, 0, 0), luminance(0, 1, 0), luminance(0, 0, 1)].map((y) => Number(y.toFixed(4))),
    ).toEqual(LUMA.rec709);
  });

  it('carries NaN through', () => {
    expect(labOf(Number.NaN, 0, 0)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });
});

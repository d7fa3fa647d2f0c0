import { describe, expect, it } from 'vitest';
import { LUMA, toEncoded, toLinear } from '../../src/math/srgb.ts';

describe('the sRGB curve', () => {
  // IEC 61966-2-1: the ends, the joint, and middle gray as other tables print it.
  it.each([
    [0, 0],
    [1, 1],
    [0.04045, 0.0031308049535603713],
    [0.5, 0.21404114048223255],
    [188 / 255, 0.5028864580325687],
    [1 / 255, 0.0003035269835488375],
  ])('decodes %d to %d', (encoded, linear) => {
    expect(toLinear(encoded)).toBeCloseTo(linear, 14);
  });

  it('is undone by its inverse to 1e-12, beyond white and below black too', () => {
    let worst = 0;
    for (let step = -2000; step <= 4000; step++) {
      const encoded = step / 1000;
      // At the standard's own joint the two pieces are 1e-8 apart: it rounds both thresholds.
      if (Math.abs(Math.abs(encoded) - 0.04045) < 1e-6) continue;
      worst = Math.max(worst, Math.abs(toEncoded(toLinear(encoded)) - encoded));
    }
    expect(worst).toBeLessThan(1e-12);
  });

  it('is mirrored below 0', () => {
    for (const value of [0.001, 0.02, 0.3, 1, 1.7]) {
      expect(toLinear(-value)).toBe(-toLinear(value));
      expect(toEncoded(-value)).toBe(-toEncoded(value));
    }
  });

  it('rises everywhere, its joint included', () => {
    let before = { linear: -Infinity, encoded: -Infinity };
    for (let step = 0; step <= 100_000; step++) {
      const now = { linear: toLinear(step / 1e5), encoded: toEncoded(step / 1e5) };
      if (!(now.linear > before.linear && now.encoded > before.encoded))
        expect.fail(`falls at ${step / 1e5}`);
      before = now;
    }
  });

  it('carries NaN through', () => {
    expect([toLinear(Number.NaN), toEncoded(Number.NaN)]).toEqual([Number.NaN, Number.NaN]);
  });
});

describe.each(Object.entries(LUMA))('the weights of %s', (_, weights) => {
  it('sum to 1, so that gray stays gray', () => {
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 15);
  });
});

import { describe, expect, it } from 'vitest';
import { interpolated } from '../../src/math/interpolated.ts';
import { toEncoded, toLinear } from '../../src/math/srgb.ts';

/** The largest error on a dense grid, whose places lie between the entries of the table. */
function worstError(exact: (value: number) => number, from: number, to: number) {
  const tabled = interpolated(exact);
  const steps = 1_000_003;
  let worst = { error: 0, at: from };
  for (let step = 0; step <= steps; step++) {
    const at = from + (step / steps) * (to - from);
    const error = Math.abs(tabled(at) - exact(at));
    if (error > worst.error) worst = { error, at };
  }
  return worst;
}

describe.each([
  ['toLinear', toLinear, 0.04045],
  ['toEncoded', toEncoded, 0.0031308],
] as const)('a table of %s', (_, exact, joint) => {
  const tabled = interpolated(exact);

  it.each([
    ['below the joint of its two pieces', 0, joint - 2e-5, 1e-7],
    ['above the joint', joint + 2e-5, 1, 1e-7],
    ['at the joint, where it has an edge', joint - 2e-5, joint + 2e-5, 6e-7],
  ])('is as close as promised %s', (_, from, to, allowed) => {
    const { error, at } = worstError(exact, from, to);
    expect(error, `at ${at}`).toBeLessThanOrEqual(allowed);
  });

  it('is exact at both ends and outside of them', () => {
    for (const value of [0, 1, 1.0000001, 2, 100, -0.0001, -1, Infinity, -Infinity]) {
      expect(tabled(value), `at ${value}`).toBe(exact(value));
    }
  });

  it('carries NaN through', () => {
    expect(tabled(Number.NaN)).toBeNaN();
  });
});

it('evaluates nothing before it is used', () => {
  let calls = 0;
  const tabled = interpolated((value) => {
    calls++;
    return value;
  });
  expect(calls).toBe(0);
  expect(tabled(0.25)).toBe(0.25);
  const filled = calls;
  for (let at = 0; at <= 1; at += 0.01) expect(tabled(at)).toBeCloseTo(at, 12);
  expect(calls).toBe(filled);
});

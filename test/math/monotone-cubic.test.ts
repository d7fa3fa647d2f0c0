import { expect, it } from 'vitest';
import { interpolate, knotsOf } from '../../src/math/monotone-cubic.ts';

it('goes through its points, and is level before and behind them', () => {
  const points = [0.1, 0.2, 0.4, 0.9, 0.8, 0.3];
  const follow = interpolate(knotsOf(points));
  expect([0.1, 0.4, 0.8].map(follow)).toEqual([0.2, 0.9, 0.3]);
  expect([0, 1, Number.NaN].map(follow)).toEqual([0.2, 0.3, 0.2]);
});

it('never goes beyond the points on its sides', () => {
  const follow = interpolate(knotsOf([0, 0, 0.2, 0.05, 0.25, 0.9, 1, 1]));
  let before = 0;
  for (let x = 0; x <= 1; x += 0.001) {
    const y = follow(x);
    expect(y).toBeGreaterThanOrEqual(before);
    before = y;
  }
  expect(before).toBeLessThanOrEqual(1);
});

it('is a straight line through points on one', () => {
  const follow = interpolate(knotsOf([0, 0, 0.3, 0.3, 1, 1]));
  expect(follow(0.45)).toBeCloseTo(0.45, 12);
});

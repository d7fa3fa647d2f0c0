import { describe, expect, it } from 'vitest';
import { Estimate } from '../../src/engine/estimate.ts';

/** An estimate told the times, in turn. */
function estimateOf(
  times: readonly (readonly [pixels: number, milliseconds: number])[],
  fixed = 0.2,
): Estimate {
  const estimate = new Estimate(fixed);
  for (const [pixels, milliseconds] of times) estimate.add(pixels, milliseconds);
  return estimate;
}

const repeated = (count: number, pixels: number, milliseconds: number) =>
  Array.from({ length: count }, () => [pixels, milliseconds] as const);

describe('an estimate', () => {
  it('finds the fixed time and the time for each pixel', () => {
    const time = (pixels: number) => 3 + pixels * 2e-6;
    const sizes = [1e4, 8e6, 1e5, 2e6];
    const estimate = estimateOf(
      Array.from({ length: 60 }, (_, at) => sizes[at % 4] as number).map((x) => [x, time(x)]),
    );
    for (const pixels of [5e3, 1e6, 3e7]) expect(estimate.at(pixels) / time(pixels)).toBeCloseTo(1, 1);
  });

  it('tells of other sizes by one, with the fixed time that it was given', () => {
    const estimate = estimateOf(repeated(3, 8e6, 8));
    expect(estimate.at(8e6)).toBeCloseTo(8, 1);
    expect(estimate.at(16e6)).toBeCloseTo(15.8, 1);
    expect(estimate.at(100)).toBeCloseTo(0.2, 2);
  });

  it('forgets a first run that compiled', () => {
    expect(estimateOf([[1e6, 300], ...repeated(1, 1e6, 5)]).at(1e6)).toBeCloseTo(5, 1);
  });

  it('hardly moves for a run that something else was in the way of', () => {
    const estimate = estimateOf([...repeated(10, 1e6, 10), [1e6, 4000]]);
    expect(estimate.at(1e6)).toBeGreaterThan(9.9);
    expect(estimate.at(1e6)).toBeLessThan(10.8);
  });

  it('is not taken in by one that was too short', () => {
    const estimate = estimateOf([...repeated(10, 1e6, 10), [1e6, 0.01]]);
    expect(estimate.at(1e6)).toBeGreaterThan(7.5);
  });

  it.each([
    [10, 25],
    [25, 10],
  ])('follows from %f to %f ms when that stays', (before, later) => {
    const estimate = estimateOf([...repeated(20, 1e6, before), ...repeated(60, 1e6, later)]);
    expect(estimate.at(1e6) / later).toBeCloseTo(1, 1);
  });

  it('never expects less than nothing, whatever it was told', () => {
    const estimate = estimateOf([
      [1e4, 9],
      [1e6, 1],
      [1e8, 0],
      [0, 0],
      [1e4, 0.5],
      [1e9, 1e7],
    ]);
    for (const pixels of [0, 1, 1e5, 1e10]) expect(estimate.at(pixels)).toBeGreaterThan(0);
    expect(
      estimateOf([
        [1e6, 1],
        [4e6, 40],
      ]).at(1),
    ).toBeGreaterThan(0);
  });
});

import { expect, it } from 'vitest';
import { RESAMPLING_FILTERS } from '../../src/math/resampling-filters.ts';
import { weightsFor } from '../../src/math/resampling-weights.ts';

/** The inputs of one output that weigh anything, with their weights. */
function tapsOf({ taps, starts, weights }: ReturnType<typeof weightsFor>, index: number) {
  return Array.from({ length: taps }, (_, tap) => [
    (starts[index] as number) + tap,
    weights[index * taps + tap] as number,
  ]).filter(([, weight]) => weight !== 0);
}

/** Distances 1.25, 0.25, 0.75 and 1.75, worked out by hand from the published formulas. */
it.each([
  ['cubic', [-0.0703125, 0.8671875, 0.2265625, -0.0234375]],
  ['mitchell', [-0.0234375, 0.7821180556, 0.2560763889, -0.0147569444]],
  ['linear', [0.75, 0.25]],
] as const)('weighs with %s as its formula says', (kernel, expected) => {
  const taps = tapsOf(weightsFor(16, 32, kernel), 15);
  expect(taps.map(([, weight]) => weight)).toEqual(expected.map((weight) => expect.closeTo(weight, 9)));
});

it('weighs with windowed sines', () => {
  const sinc = (x: number) => Math.sin(Math.PI * x) / (Math.PI * x);
  for (const lobes of [2, 3] as const) {
    const distances = Array.from({ length: 2 * lobes }, (_, tap) => Math.abs(tap - lobes + 0.75));
    const values = distances.map((distance) => sinc(distance) * sinc(distance / lobes));
    const sum = values.reduce((total, value) => total + value);
    const taps = tapsOf(weightsFor(32, 64, `lanczos${lobes}`), 31);
    expect(taps.map(([, weight]) => weight)).toEqual(values.map((value) => expect.closeTo(value / sum, 12)));
  }
});

it('widens kernels where samples become fewer, and shares out what lies outside', () => {
  const weights = weightsFor(4, 2, 'linear');
  const close = (value: number) => expect.closeTo(value, 12);
  expect(tapsOf(weights, 0)).toEqual([
    [0, close(3 / 7)],
    [1, close(3 / 7)],
    [2, close(1 / 7)],
  ]);
  expect(tapsOf(weights, 1)).toEqual([
    [1, close(1 / 7)],
    [2, close(3 / 7)],
    [3, close(3 / 7)],
  ]);
});

it('takes the sample under the centre with nearest', () => {
  expect([...weightsFor(3, 6, 'nearest').starts]).toEqual([0, 0, 1, 1, 2, 2]);
  expect([...weightsFor(5, 2, 'nearest').starts]).toEqual([1, 3]);
});

it.each(RESAMPLING_FILTERS)(
  'gives existing inputs, weights that add up to 1, and starts that never fall: %s',
  (kernel) => {
    for (const [inSize, outSize] of [
      [1, 1],
      [1, 9],
      [9, 1],
      [7, 7],
      [100, 33],
      [33, 100],
      [5, 640],
    ] as const) {
      const { taps, starts, weights } = weightsFor(inSize, outSize, kernel);
      expect(weights).toHaveLength(taps * outSize);
      starts.forEach((start, index) => {
        expect(start).toBeGreaterThanOrEqual(index === 0 ? 0 : (starts[index - 1] as number));
        expect(start + taps).toBeLessThanOrEqual(inSize);
        const row = weights.subarray(index * taps, (index + 1) * taps);
        expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
      });
    }
  },
);

it('makes a part as it makes the whole, and keeps what it made', () => {
  const whole = weightsFor(50, 20, 'lanczos3');
  const part = weightsFor(50, 20, 'lanczos3', { from: 7, size: 5 });
  for (let index = 0; index < 5; index++) expect(tapsOf(part, index)).toEqual(tapsOf(whole, index + 7));
  expect(weightsFor(50, 20, 'lanczos3')).toBe(whole);
  expect(weightsFor(50, 20, 'lanczos3', { from: 7, size: 5 })).toBe(part);
});

/** Costella's own way to write them: https://johncostella.com/magic/ */
const PUBLISHED = {
  mks2013: (x: number) => {
    if (x <= 1 / 2) return 17 / 16 - (7 / 4) * x ** 2;
    if (x <= 3 / 2) return (1 - x) * (7 / 4 - x);
    return x <= 5 / 2 ? (-1 / 8) * (x - 5 / 2) ** 2 : 0;
  },
  mks2021: (x: number) => {
    if (x <= 1 / 2) return 577 / 576 - (239 / 144) * x ** 2;
    if (x <= 3 / 2) return (35 / 36) * (x - 1) * (x - 239 / 140);
    if (x <= 5 / 2) return (1 / 6) * (x - 2) * (65 / 24 - x);
    if (x <= 7 / 2) return (1 / 36) * (x - 3) * (x - 15 / 4);
    return x <= 9 / 2 ? (-1 / 288) * (x - 9 / 2) ** 2 : 0;
  },
} as const;

it.each(['mks2013', 'mks2021'] as const)('weighs with %s as published', (kernel) => {
  for (const [inSize, outSize] of [
    [40, 80],
    [90, 40],
  ] as const) {
    const scale = inSize / outSize;
    const index = outSize / 2;
    const distance = (at: number) => Math.abs(at - ((index + 0.5) * scale - 0.5)) / Math.max(1, scale);
    const values = Array.from({ length: inSize }, (_, at) => PUBLISHED[kernel](distance(at)));
    const sum = values.reduce((total, value) => total + value);
    for (const [at, weight] of tapsOf(weightsFor(inSize, outSize, kernel), index)) {
      expect(weight).toBeCloseTo((values[at as number] as number) / sum, 12);
    }
  }
});

it.each(RESAMPLING_FILTERS)('has weights whose absolute sum is below 2: %s', (kernel) => {
  for (let inSize = 1; inSize < 40; inSize++) {
    for (let outSize = 1; outSize < 40; outSize++) {
      const { taps, weights } = weightsFor(inSize, outSize, kernel);
      for (let first = 0; first < weights.length; first += taps) {
        const row = weights.subarray(first, first + taps);
        expect(row.reduce((sum, weight) => sum + Math.abs(weight), 0)).toBeLessThan(2);
      }
    }
  }
});

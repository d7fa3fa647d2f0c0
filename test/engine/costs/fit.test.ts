import { describe, expect, it } from 'vitest';
import { fitRow, fitRows, leastOf, type Sample } from '../../../src/engine/costs/fit.ts';
import { timeOf } from '../../../src/engine/costs/table.ts';

const sample = (pixels: number, milliseconds: number, taps?: number) => ({
  features: { kind: 'x', pixels, ...(taps !== undefined && { taps }) },
  milliseconds,
});

describe('fitting a row', () => {
  it('finds a fixed time and a time for each pixel', () => {
    const { fixed, pixels } = fitRow([sample(1e4, 0.32), sample(1e6, 2.3)]);
    expect(fixed).toBeCloseTo(0.3);
    expect(pixels).toBeCloseTo(2);
  });

  it('tells taps from pixels', () => {
    const row = fitRow([sample(1e4, 0.1 + 0.03, 9e4), sample(1e6, 0.1 + 3, 9e6), sample(1e6, 0.1 + 6, 24e6)]);
    expect(timeOf(row, sample(2e6, 0, 50e6).features)).toBeCloseTo(0.1 + 2e6 * 1.2e-6 + 50e6 * 0.2e-6, 0);
  });

  it('gives no coefficient below 0, whatever it is given', () => {
    for (const times of [
      [5, 1],
      [1, 1],
      [1e-3, 50],
    ] as const) {
      const row = fitRow([sample(1e4, times[0]), sample(1e6, times[1])]);
      for (const value of Object.values(row)) expect(value).toBeGreaterThan(0);
      expect(timeOf(row, { kind: 'x', pixels: 1e5 })).toBeGreaterThan(0);
    }
  });

  it('makes rows that stand in of the median of those that are like them', () => {
    const samples = [1, 2, 9].map(
      (pace, at): Sample => ({
        who: 'cpu',
        features: { kind: `op${at}`, among: ['class'], pixels: 1e6 },
        milliseconds: pace,
      }),
    );
    expect(fitRows(samples)).toEqual({
      cpu: expect.objectContaining({ class: { fixed: 0, pixels: 2 }, op2: { pixels: 9 } }),
    });
  });

  it('takes the least of several rounds', () => {
    const round = (milliseconds: number): Sample[] => [
      { who: 'cpu', features: { kind: 'x', pixels: 1 }, milliseconds },
    ];
    expect(leastOf([round(3), round(1), round(2)])).toEqual(round(1));
  });
});

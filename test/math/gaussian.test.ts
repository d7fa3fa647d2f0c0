import { expect, it } from 'vitest';
import {
  CLOSE,
  CLOSE_FOR_U8,
  gaussianFilters,
  gaussianWeights,
  type LineFilter,
} from '../../src/math/gaussian.ts';

/** What an impulse at each place gives at one output: the filters' combined weights. */
function combined(filters: readonly LineFilter[], output: number): Float64Array {
  let weights = new Float64Array([1]);
  let outputs = [output];
  for (const filter of [...filters].reverse()) {
    const spread = new Float64Array(filter.inSize);
    outputs.forEach((index, at) => {
      const phase = index % filter.phases;
      const start = Math.floor(index / filter.phases) * filter.stride + (filter.starts[phase] as number);
      for (let tap = 0; tap < filter.taps; tap++) {
        const input = Math.max(0, Math.min(filter.inSize - 1, start + tap));
        const share = (weights[at] as number) * (filter.weights[phase * filter.taps + tap] as number);
        spread[input] = (spread[input] as number) + share;
      }
    });
    outputs = [...spread.keys()];
    weights = spread;
  }
  return weights;
}

it('has weights that sum to 1 and fall from the middle on', () => {
  const weights = gaussianWeights(2, 12);
  expect(weights.reduce((sum, weight) => sum + weight)).toBeCloseTo(1, 14);
  expect((weights[12] as number) / (weights[14] as number)).toBeCloseTo(Math.exp(0.5), 12);
  expect(weights[3]).toBe(weights[21]);
});

it.each([
  ['u16 and f32', CLOSE, 2 / 65535],
  ['u8', CLOSE_FOR_U8, 1 / 255],
] as const)(
  'is off by less than the tolerance in the worst of pictures, for %s',
  (_, closeness, tolerance) => {
    for (const sigma of [0.3, 1, 2.5, 3, 4.1, 7, 10, 33, 100]) {
      const size = Math.ceil(14 * sigma) + 3;
      const filters = gaussianFilters(sigma, size, closeness);
      const radius = Math.ceil(8 * sigma);
      const exact = gaussianWeights(sigma, radius);
      for (let output = size >> 1; output < (size >> 1) + (filters[1]?.phases ?? 1); output++) {
        const expected = new Float64Array(size);
        exact.forEach((weight, tap) => {
          const input = Math.max(0, Math.min(size - 1, output + tap - radius));
          expected[input] = (expected[input] as number) + weight;
        });
        const got = combined(filters, output);
        const apart = got.reduce((sum, weight, at) => sum + Math.abs(weight - (expected[at] as number)), 0);
        // A black and white picture meets half of it; rows and columns add up.
        expect(2 * (apart / 2), `sigma ${sigma} at ${output}`).toBeLessThan(tolerance);
      }
    }
  },
);

it('takes no more taps a sample for a large sigma than for a small one', () => {
  for (const sigma of [10, 100, 1000]) {
    const [thin, whole] = gaussianFilters(sigma, 4000, CLOSE) as [LineFilter, LineFilter];
    expect(thin.taps / thin.stride + whole.taps).toBeLessThan(32);
  }
});

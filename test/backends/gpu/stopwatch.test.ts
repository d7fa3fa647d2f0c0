import { expect, it } from 'vitest';
import { elapsed } from '../../../src/backends/gpu/stopwatch.ts';

const between = (begin: bigint, end: bigint) => elapsed(new BigUint64Array([begin, end]).buffer);

it('gives the milliseconds between two timestamps in nanoseconds', () => {
  expect(between(1_000_000n, 3_500_000n)).toBe(2.5);
  expect(between(5n, 5n)).toBe(0);
});

it('is exact for stamps beyond what a number holds', () => {
  expect(between(2n ** 63n, 2n ** 63n + 250_000n)).toBe(0.25);
});

it('gives 0 where a clock was set back', () => {
  expect(between(9n, 3n)).toBe(0);
});

import { expect, it } from 'vitest';
import type { Samples } from '../../../src/playground/page/deep/samples.ts';
import { Ranges } from '../../../src/playground/page/ranges.ts';

/** A row of floats. */
const row = (...data: number[]): Samples => ({
  ...{ width: data.length, height: 1, channels: 1, type: 'f32' },
  data: Float32Array.from(data),
});

it('shows a result in the range of the original, unless it lies elsewhere', () => {
  const ranges = new Ranges();
  ranges.open(row(200, 1000, 2000));
  ranges.fit(row(300, 900));
  expect(ranges.get('f32')).toEqual({ low: 200, high: 2000 });
  ranges.fit(row(0, 0.5, 1));
  expect([ranges.get('f32'), ranges.get('f32', 'before')]).toEqual([
    { low: 0, high: 1 },
    { low: 200, high: 2000 },
  ]);
  ranges.set('f32', { low: 0.25, high: 0.75 });
  ranges.fit(row(0.1, 0.9));
  expect(ranges.get('f32')).toEqual({ low: 0.25, high: 0.75 });
  ranges.fit(row(0, 100_000));
  expect(ranges.get('f32')).toEqual({ low: 0, high: 100_000 });
  ranges.fit(row(200, 2000));
  expect(ranges.get('f32')).toEqual({ low: 200, high: 2000 });
});

it('takes a chosen range for both pictures', () => {
  const ranges = new Ranges();
  ranges.open(row(0, 1));
  ranges.set('f32', { low: 0, high: 3 });
  expect(ranges.get('f32', 'before')).toEqual({ low: 0, high: 3 });
  ranges.open(row(5, 6));
  expect(ranges.get('f32')).toEqual({ low: 5, high: 6 });
});

it('shows 8 bits from black to white', () => {
  const ranges = new Ranges();
  ranges.open({ width: 2, height: 1, channels: 1, type: 'u8', data: Uint8Array.of(90, 110) });
  expect(ranges.get('u8', 'before')).toEqual({ low: 0, high: 255 });
});

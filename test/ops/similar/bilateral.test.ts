import { expect, it } from 'vitest';
import { createImage } from '../../../src/core/image.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { bilateral } from '../../../src/ops/similar/bilateral.ts';
import { expectClose } from '../../support/compare.ts';
import { LAYOUTS, noise } from '../../support/pictures.ts';
import { row, samplesOf } from '../run.ts';

it('weighs pixels by distance and by difference', () => {
  const [own, other] = samplesOf(row('f32', 1, [0.5, 0.7]), {
    op: 'bilateral',
    sigmaSpatial: 2,
    sigmaColor: 0.2,
  });
  const weight = Math.exp(-1 / 8 - 1 / 2);
  expect(own).toBeCloseTo((0.5 + 0.7 * weight) / (1 + weight), 6);
  expect(other).toBeCloseTo((0.7 + 0.5 * weight) / (1 + weight), 6);
});

it('measures colours by all their channels at once', () => {
  const pixels = row('f32', 3, [0, 0, 0, 0.2, 0.1, 0.2]);
  const [, green] = samplesOf(pixels, { op: 'bilateral', sigmaSpatial: 5, sigmaColor: 0.3 });
  const weight = Math.exp(-1 / 50 - 1 / 2);
  expect(green).toBeCloseTo((0.1 * weight) / (1 + weight), 6);
});

it('smooths noise and keeps an edge', () => {
  const line = row('u8', 1, [10, 14, 10, 14, 10, 200, 204, 200, 204, 200]);
  const samples = samplesOf(line, { op: 'bilateral', sigmaSpatial: 5, sigmaColor: 0.05 });
  for (const level of samples.slice(0, 5)) expect([11, 12, 13]).toContain(level);
  for (const level of samples.slice(5)) expect([201, 202, 203]).toContain(level);
});

it('never shows what transparent pixels hold', () => {
  const step = { op: 'bilateral' as const, sigmaSpatial: 5, sigmaColor: 10 };
  const dark = samplesOf(row('u8', 2, [100, 255, 0, 0]), step);
  const bright = samplesOf(row('u8', 2, [100, 255, 250, 0]), step);
  expect(bright).toEqual(dark);
  expect(dark.filter((_, at) => at % 2 === 0)).toEqual([100, 100]);
});

it('leaves NaN, infinities and floats without bound alone, and out', () => {
  const line = row('f32', 1, [0.5, Number.NaN, 0.5, Infinity, 0.5, 2e15, 0.5]);
  expect(samplesOf(line, { op: 'bilateral', sigmaColor: 10 })).toEqual([...line.data]);
});

it('has a kernel that equals the reference for windows smaller and larger than the picture', () => {
  for (const layout of LAYOUTS) {
    for (const [width, height] of [
      [1, 1],
      [1, 20],
      [19, 2],
      [37, 21],
    ] as const) {
      const input = noise({ ...layout, width, height }, width);
      for (const params of [
        { sigmaSpatial: 0.3, sigmaColor: 0.1 },
        { sigmaSpatial: 5, sigmaColor: 0.001 },
        { sigmaSpatial: 4, sigmaColor: 3 },
      ]) {
        const [expected, got] = [createImage(input), createImage(input)];
        bilateral.reference(input, params, expected);
        toEnd(bilateral.kernel(input, params, got));
        expectClose(got, expected, bilateral.tolerance[layout.type], `${width}x${height} ${layout.type}`);
      }
    }
  }
});

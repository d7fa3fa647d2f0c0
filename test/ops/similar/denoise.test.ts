import { expect, it } from 'vitest';
import { createImage, type Image } from '../../../src/core/image.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { denoise } from '../../../src/ops/similar/denoise.ts';
import { expectClose } from '../../support/compare.ts';
import { LAYOUTS, noise, random } from '../../support/pictures.ts';
import { row, samplesOf } from '../run.ts';

it('weighs a pixel by the mean squared difference of patches that go on beyond the edges', () => {
  const [own] = samplesOf(row('f32', 1, [0.2, 0.5]), { op: 'denoise', strength: 0.4, patch: 1, search: 1 });
  // Around the first pixel 0.2 0.2 0.5, around the second 0.2 0.5 0.5: one of three differs.
  const weight = Math.exp(-(0.3 ** 2 / 3) / 0.4 ** 2);
  expect(own).toBeCloseTo((0.2 + 0.5 * weight) / (1 + weight), 6);
});

it('counts differences that the noise explains as none', () => {
  const line = row('f32', 1, [0.2, 0.5]);
  const samples = samplesOf(line, { op: 'denoise', strength: 0.01, sigma: 0.2, patch: 1, search: 1 });
  for (const sample of samples) expect(sample).toBeCloseTo(0.35, 6);
});

/** Dark and bright halves, and noise with a standard deviation of 0.05. */
function noisyEdge(): { noisy: Image; clean: Image } {
  const shape = { width: 48, height: 32, channels: 3, type: 'f32' } as const;
  const [noisy, clean] = [createImage(shape), createImage(shape)];
  const next = random(5);
  for (let at = 0; at < clean.data.length; at++) {
    clean.data[at] = Math.floor(at / 3) % 48 < 24 ? 0.25 : 0.75;
    const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    noisy.data[at] = (clean.data[at] as number) + 0.05 * normal;
  }
  return { noisy, clean };
}

it('takes away nearly all noise, and leaves an edge where it is', () => {
  const { noisy, clean } = noisyEdge();
  const output = createImage(noisy);
  toEnd(denoise.kernel(noisy, denoise.params.parse({ strength: 0.04, sigma: 0.05 }), output));
  const errorOf = ({ data }: Image) => {
    const squares = Array.from(data, (level, at) => (level - (clean.data[at] as number)) ** 2);
    return Math.sqrt(squares.reduce((sum, square) => sum + square) / squares.length);
  };
  expect(errorOf(noisy)).toBeGreaterThan(0.045);
  expect(errorOf(output)).toBeLessThan(0.01);
});

it('leaves NaN, infinities and floats without bound alone', () => {
  const line = row('f32', 1, [0.5, 0.5, Number.NaN, 0.5, Infinity, 0.5, -2e15, 0.5, 0.5, 0.5]);
  expect(samplesOf(line, { op: 'denoise', strength: 1 })).toEqual([...line.data]);
});

it('has a kernel that equals the reference for windows smaller and larger than the picture', () => {
  for (const layout of LAYOUTS) {
    for (const [width, height] of [
      [1, 1],
      [1, 20],
      [11, 2],
      [29, 17],
    ] as const) {
      const input = noise({ ...layout, width, height }, width);
      for (const params of [
        { strength: 0.001, sigma: 0, patch: 2, search: 1 },
        { strength: 0.5, sigma: 0.3, patch: 1, search: 7 },
        { strength: 0.3, sigma: 0, patch: 2, search: 5 },
      ]) {
        const [expected, got] = [createImage(input), createImage(input)];
        denoise.reference(input, params, expected);
        toEnd(denoise.kernel(input, params, got));
        expectClose(got, expected, denoise.tolerance[layout.type], `${width}x${height} ${layout.type}`);
      }
    }
  }
});

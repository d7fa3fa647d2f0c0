import { describe, expect, it } from 'vitest';
import { createImage, type Image } from '../../../src/core/image.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { weightsFor } from '../../../src/math/resampling-weights.ts';
import type { Op } from '../../../src/ops/op.ts';
import { findOp } from '../../../src/ops/registry.ts';
import { noise, random } from '../../support/pictures.ts';

const SHAPE = { width: 17, height: 12, channels: 1, type: 'f32' } as const;

/** Noise in which one sample of `every` is a hole. */
function holey(every: number, shape: Parameters<typeof createImage>[0] = SHAPE): Image {
  const image = noise(shape);
  const next = random(every);
  for (let at = 0; at < image.data.length; at++) if (next() < 1 / every) image.data[at] = Number.NaN;
  return image;
}

/** What the reference and the kernel make of a picture. */
function bothWays(name: string, options: object, image: Image): [Image, Image] {
  const op = findOp(name) as Op;
  const params = op.params.parse(options);
  const make = (way: 'reference' | 'kernel') => {
    const output = createImage(op.geometry(image, params, []));
    toEnd(op[way]?.(image, params, output, []));
    return output;
  };
  return [make('reference'), make('kernel')];
}

/** A weight for each pixel of the picture, of a pixel of the result. */
type Mask = (x: number, y: number, fromX: number, fromY: number) => number;

/** The rule in its own words, for masks whose sum is 1: the sum of what is there over the sum of its weights. */
function byRule(image: Image, { width, height }: Image, mask: Mask, least: number): number[] {
  return Array.from({ length: width * height }, (_, pixel) => {
    let [sum, left, whole] = [0, 0, 0];
    image.data.forEach((sample, at) => {
      const weight = mask(
        pixel % width,
        Math.floor(pixel / width),
        at % image.width,
        Math.floor(at / image.width),
      );
      whole += weight;
      if (Number.isNaN(sample)) return;
      sum += weight * sample;
      left += weight;
    });
    return left / whole > least ? sum / left : Number.NaN;
  });
}

function expectRule(results: readonly Image[], image: Image, mask: Mask, least: number): void {
  for (const result of results) {
    const expected = byRule(image, result, mask, least);
    expected.forEach((value, at) => {
      if (Number.isNaN(value)) expect(result.data[at]).toBeNaN();
      else expect(result.data[at]).toBeCloseTo(value, 5);
    });
    expect(expected.some((value) => !Number.isNaN(value))).toBe(true);
  }
}

/** How often a pixel counts at a distance of the edge: those outside are like the nearest inside. */
function repeated(
  size: number,
  centre: number,
  from: number,
  weight: (distance: number) => number,
  reach: number,
) {
  let sum = 0;
  for (let distance = -reach; distance <= reach; distance++) {
    if (Math.max(0, Math.min(size - 1, centre + distance)) === from) sum += weight(distance);
  }
  return sum;
}

function aroundEdges(weight: (x: number, y: number) => number, reach: number): Mask {
  return (x, y, fromX, fromY) => {
    if (Math.abs(x - fromX) > reach || Math.abs(y - fromY) > reach) return 0;
    return repeated(
      SHAPE.width,
      x,
      fromX,
      (dx) => repeated(SHAPE.height, y, fromY, (dy) => weight(dx, dy), reach),
      reach,
    );
  };
}

const bell = (x: number, y: number) => Math.exp(-(x * x + y * y) / (2 * 1.3 * 1.3));

describe('without negative weights, what is there is weighed anew', () => {
  it.each([2, 6, 30])('with one hole in %i samples', (every) => {
    const image = holey(every);
    expectRule(
      bothWays('boxBlur', { radius: 1 }, image),
      image,
      aroundEdges(() => 1, 1),
      0,
    );
    expectRule(bothWays('blur', { sigma: 1.3 }, image), image, aroundEdges(bell, 8), 1e-5);
    const kernel = [1, 2, 3, 0, 5, 1, 1, 4, 2];
    const at = (x: number, y: number) => kernel[(y + 1) * 3 + x + 1] as number;
    expectRule(
      bothWays('convolve', { width: 3, height: 3, kernel, scale: 19 }, image),
      image,
      aroundEdges(at, 1),
      0,
    );
  });

  it('in every block, and in a picture that is scaled', () => {
    const image = holey(3);
    const block: Mask = (x, y, fromX, fromY) =>
      Math.floor(x / 4) === Math.floor(fromX / 4) && Math.floor(y / 4) === Math.floor(fromY / 4) ? 1 : 0;
    expectRule(bothWays('pixelate', { size: 4 }, image), image, block, 0);
    const results = bothWays('resize', { width: 9, height: 7, fit: 'fill', kernel: 'linear' }, image);
    expectRule(results, image, scaling('linear', 9, 7), 1e-4);
  });

  it('and a hole without neighbours stays one', () => {
    const image = createImage(SHAPE);
    image.data.fill(Number.NaN);
    image.data[0] = 3;
    for (const { data } of bothWays('boxBlur', { radius: 40 }, image))
      for (const sample of data) expect(sample).toBeCloseTo(3, 5);
    for (const { data } of bothWays('boxBlur', { radius: 1 }, image)) {
      for (const at of [0, 1, 17, 18]) expect(data[at]).toBeCloseTo(3, 5);
      expect([...data].filter(Number.isNaN)).toHaveLength(200);
    }
  });
});

function scaling(kernel: 'linear' | 'lanczos3' | 'cubic', width: number, height: number): Mask {
  const across = weightsFor(SHAPE.width, width, kernel);
  const down = weightsFor(SHAPE.height, height, kernel);
  const weight = ({ taps, starts, weights }: typeof across, to: number, from: number) => {
    const tap = from - (starts[to] as number);
    return tap >= 0 && tap < taps ? (weights[to * taps + tap] as number) : 0;
  };
  return (x, y, fromX, fromY) => weight(across, x, fromX) * weight(down, y, fromY);
}

describe('with negative weights', () => {
  it.each([3, 8, 40])('at least half of the sum must be left: one hole in %i samples', (every) => {
    const image = holey(every);
    const kernel = [0, -1, 0, -1, 8, -1, 0, -1, 0];
    const at = (x: number, y: number) => kernel[(y + 1) * 3 + x + 1] as number;
    const convolved = bothWays('convolve', { width: 3, height: 3, kernel, scale: 4 }, image);
    expectRule(convolved, image, aroundEdges(at, 1), 0.5 - 1e-9);
    for (const name of ['lanczos3', 'cubic'] as const) {
      const results = bothWays('resize', { width: 25, height: 7, fit: 'fill', kernel: name }, image);
      expectRule(results, image, scaling(name, 25, 7), 0.5 - 1e-9);
    }
  });

  it('whose sum is 0, NaN spreads', () => {
    const image = holey(400);
    image.data[5 * 17 + 5] = Number.NaN;
    const kernel = [-1, 0, 1, -2, 0, 2, -1, 0, 1];
    for (const { data } of bothWays('convolve', { width: 3, height: 3, kernel }, image)) {
      const row = [...data.subarray(5 * 17 + 3, 5 * 17 + 8)];
      expect(row.map(Number.isNaN)).toEqual([false, true, false, true, false]);
    }
  });

  it('sharpening leaves holes, and sharpens what is around them by their other neighbours', () => {
    const image = createImage({ ...SHAPE, channels: 3 });
    image.data.fill(0.4);
    for (let at = 0; at < image.data.length; at += 7) image.data[at] = Number.NaN;
    for (const options of [{}, { sigma: 2 }, { sigma: 1, method: 'unsharp', amount: 3 }]) {
      for (const { data } of bothWays('sharpen', options, image)) {
        data.forEach((sample, at) => {
          const pixel = image.data.subarray(at - (at % 3), at - (at % 3) + 3);
          const isLab = 'sigma' in options && !('method' in options);
          const hole = isLab ? pixel.some(Number.isNaN) : at % 7 === 0;
          if (hole) expect(sample).toBeNaN();
          else expect(sample).toBeCloseTo(0.4, 5);
        });
      }
    }
  });
});

describe('a constant stays', () => {
  const OPS: [string, object][] = [
    ['blur', { sigma: 1 }],
    ['blur', { sigma: 9 }],
    ['blur', { sigma: 2, light: 'linear' }],
    ['boxBlur', { radius: 2 }],
    ['resize', { width: 30, kernel: 'mitchell' }],
    ['resize', { width: 20, light: 'linear', kernel: 'linear' }],
    ['affine', { matrix: [1.3, 0, 0, 1.2], interpolator: 'bicubic', background: '666666' }],
    ['rotate', { angle: 20, background: '666666' }],
    ['pixelate', { size: 5 }],
  ];

  it.each(OPS)('%s %o', (name, options) => {
    for (const channels of [1, 2, 3, 4] as const) {
      const image = createImage({ ...SHAPE, width: 40, height: 40, channels });
      const next = random(channels);
      for (let at = 0; at < image.data.length; at++) {
        const isAlpha = channels % 2 === 0 && at % channels === channels - 1;
        image.data[at] = next() < 0.1 && !isAlpha ? Number.NaN : 0.4;
      }
      for (const { data } of bothWays(name, options, image)) {
        const last = channels % 2 === 0 ? channels : Infinity;
        const colors = [...data].filter((_, at) => (at + 1) % last !== 0);
        const numbers = colors.filter((sample) => !Number.isNaN(sample));
        expect(numbers.length).toBeGreaterThan(colors.length / 2);
        for (const sample of numbers) expect(sample).toBeCloseTo(0.4, 4);
      }
    }
  });

  it.each([
    ['blur', { sigma: 1 }],
    ['boxBlur', { radius: 3 }],
    ['resize', { width: 20, kernel: 'linear' }],
  ])('%s, where alpha has holes', (name, options) => {
    const image = createImage({ ...SHAPE, width: 40, height: 40, channels: 2 });
    const next = random(3);
    for (let at = 0; at < image.data.length; at++) image.data[at] = next() < 0.2 ? Number.NaN : 0.4;
    for (const { data } of bothWays(name, options, image)) {
      const numbers = data.filter((sample) => !Number.isNaN(sample) && sample !== 0);
      expect(numbers.length).toBeGreaterThan(0.9 * data.length);
      for (const sample of numbers) expect(sample).toBeCloseTo(0.4, 4);
    }
  });
});

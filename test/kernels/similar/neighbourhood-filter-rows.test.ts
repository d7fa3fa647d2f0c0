import { expect, it } from 'vitest';
import { createImage, type Image } from '../../../src/core/image.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { Simd } from '../../../src/kernels/simd/simd.ts';
import {
  filterNeighbourhoodsExactly,
  type Similarity,
} from '../../../src/kernels/similar/neighbourhood-filter.ts';
import { filterNeighbourhoods } from '../../../src/kernels/similar/neighbourhood-filter-rows.ts';
import { expectClose } from '../../support/compare.ts';
import { LAYOUTS, noise } from '../../support/pictures.ts';

/** Close enough in colour that all weights count, whatever the pixel type. */
const WIDE: Similarity = { reach: 3, patch: 0, perSquare: 1e-9, spare: 0, perDistance: 1 / 8 };

function mixed(input: Image, similarity: Similarity): Image {
  const output = createImage(input);
  toEnd(filterNeighbourhoods(input, similarity, output));
  return output;
}

it('makes weights as exact as floats have their exponents, and none of differences without bound', () => {
  const similarity = { reach: 1, patch: 0, perSquare: 1, spare: 2, perDistance: 0.5 };
  const input = createImage({ width: 2, height: 1, channels: 1, type: 'f32' });
  for (let other = 0.01; other < 6; other += 0.01) {
    input.data[1] = other;
    const difference = input.data[1] as number;
    const mean = mixed(input, similarity).data[0] as number;
    const exponent = Math.max(difference ** 2 - 2, 0) + 0.5;
    const error = mean / (difference - mean) / Math.exp(-exponent) - 1;
    expect(Math.abs(error)).toBeLessThan(5e-7 + 1e-7 * exponent);
  }
  for (const far of [100, 1e8, 9e14]) {
    input.data[1] = far;
    const [near, there] = mixed(input, similarity).data;
    expect(near).toBeLessThan(1e-12);
    expect(there).toBe(Math.fround(far));
  }
});

it('leaves no seams in pictures wider than what it works at once', () => {
  const shape = { width: 4101, height: 4, channels: 2, type: 'f32' } as const;
  for (const similarity of [
    { reach: 4, patch: 0, perSquare: 2, spare: 0, perDistance: 0.1 },
    { reach: 2, patch: 2, perSquare: 0.1, spare: 0.2, perDistance: 0 },
  ]) {
    const input = noise(shape);
    const expected = createImage(input);
    filterNeighbourhoodsExactly(input, similarity, expected);
    expectClose(mixed(input, similarity), expected, 5e-6, `patches of ${similarity.patch}`);
  }
});

it('equals the reference however many pixels are left over in a row', () => {
  for (let width = 1; width <= 48; width++) {
    const input = noise({ width, height: 4, channels: 1, type: 'f32' }, width);
    const similarity = { reach: 7, patch: 2, perSquare: 0.02, spare: 0, perDistance: 0 };
    const expected = createImage(input);
    filterNeighbourhoodsExactly(input, similarity, expected);
    expectClose(mixed(input, similarity), expected, 5e-6, `${width} wide`);
  }
});

it('keeps pixels that are like no others in each strip and row', () => {
  const input = createImage({ width: 2100, height: 3, channels: 4, type: 'f32' });
  input.data.fill(0.5);
  const places = [0, 5, 2047, 2048, 2099, 2100 + 2050, 3 * 2100 - 1];
  for (const [index, x] of places.entries()) {
    input.data[4 * x + (index % 4)] = [Number.NaN, Infinity, 2e15, -2e15][(index + 1) % 4] as number;
  }
  const expected = createImage(input);
  filterNeighbourhoodsExactly(input, WIDE, expected);
  expectClose(mixed(input, WIDE), expected, 5e-6, 'strewn');
});

it('does not depend on what its memory held', () => {
  for (const patch of [0, 1, 2]) {
    for (const width of [1, 2, 17, 40]) {
      const input = noise({ width, height: 9, channels: 3, type: 'f32' });
      const before = mixed(input, { ...WIDE, patch });
      Simd.run((simd) => {
        const at = simd.take(2 ** 22) / 4;
        simd.floats.fill(Number.NaN, at, at + 2 ** 20);
      });
      expectClose(mixed(input, { ...WIDE, patch }), before, 0, `${width} wide`);
    }
  }
});

it('leaves flat pictures of whole levels flat, and nothing of what is transparent', () => {
  for (const { type, channels } of LAYOUTS.filter((layout) => layout.type !== 'f32')) {
    const input = createImage({ width: 30, height: 20, type, channels });
    input.data.fill(type === 'u8' ? 201 : 54321);
    const flat = { reach: 7, patch: 2, perSquare: 1e-9, spare: 0, perDistance: 0 };
    expectClose(mixed(input, flat), input, 0, `${channels} channels of ${type}`);
  }
  const colors = createImage({ width: 5, height: 5, type: 'u8', channels: 4 });
  for (let at = 0; at < colors.data.length; at += 4) colors.data.set([10, 20, 30, 0], at);
  expect(mixed(colors, WIDE).data.every((sample) => sample === 0)).toBe(true);
});

it('keeps the colour of a faint rest of one opaque pixel', () => {
  for (const [type, tolerance] of [
    ['u16', 1],
    ['f32', 1e-5],
  ] as const) {
    const input = createImage({ width: 31, height: 31, channels: 4, type });
    const white = type === 'f32' ? 1 : 65535;
    input.data.set([0.3 * white, 0.7 * white, 0.9 * white, white], (15 * 31 + 15) * 4);
    const similarity = { reach: 15, patch: 0, perSquare: 1e-12, spare: 0, perDistance: 1 / 50 };
    const expected = createImage(input);
    filterNeighbourhoodsExactly(input, similarity, expected);
    expectClose(mixed(input, similarity), expected, tolerance, type);
  }
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GpuBackend } from '../../../src/backends/gpu/backend.ts';
import { createImage, type Image, type Shape } from '../../../src/core/image.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { lut } from '../../../src/ops/color/lut.ts';
import type { Op } from '../../../src/ops/op.ts';
import { makePlan } from '../../../src/plan/plan.ts';
import { NO_LIMITS } from '../../support/chains.ts';
import { expectClose } from '../../support/compare.ts';
import { LAYOUTS, noise } from '../../support/pictures.ts';
import { describeGpu } from '../../support/vulkan.ts';
import { everyLevel, openGpu, row } from '../run.ts';

type Rgb = [red: number, green: number, blue: number];

/** A table of `size` colours along a side, as a `.cube` file is decoded. */
function cube(size: number, color: (...place: Rgb) => readonly number[]): Image {
  const image = createImage({ width: size, height: size * size, channels: 3, type: 'f32' });
  image.data.set(colorsOf(size, color));
  return image;
}

function colorsOf(size: number, color: (...place: Rgb) => readonly number[]): number[] {
  return Array.from({ length: size ** 3 }, (_, at) => {
    const places = [at % size, Math.floor(at / size) % size, Math.floor(at / size / size)] as Rgb;
    return color(...(places.map((place) => place / (size - 1)) as Rgb));
  }).flat();
}

function grade(image: Image, table: Image, params: Record<string, unknown> = {}): Image[] {
  const parsed = lut.params.parse({ lut: 'x', ...params });
  return [lut.reference, lut.kernel].map((run) => {
    const output = createImage(lut.geometry(image, parsed, [table]));
    toEnd(run(image, parsed, output, [table]));
    return output;
  });
}

const same = (...color: Rgb) => color;
const METHODS = ['tetrahedral', 'trilinear'] as const;

describe.each(METHODS)('lut, %s', (interpolation) => {
  it('changes nothing by a table that has every colour where it is', () => {
    for (const size of [2, 3, 17, 33]) {
      for (const layout of LAYOUTS.filter(({ channels }) => channels > 2)) {
        const image = noise({ ...layout, width: 31, height: 7 });
        if (layout.type === 'f32') image.data.set(image.data.map((value) => Math.min(1, Math.abs(value))));
        for (const result of grade(image, cube(size, same), { interpolation })) {
          expectClose(result, image, layout.type === 'f32' ? 1e-6 : 0, `${size} ${layout.type}`);
        }
      }
    }
  });

  it('meets the colours of the table', () => {
    const table = noise({ width: 4, height: 16, channels: 3, type: 'f32' });
    const image = createImage({ width: 64, height: 1, channels: 3, type: 'f32' });
    image.data.set(colorsOf(4, same));
    for (const result of grade(image, table, { interpolation })) {
      expectClose(result, { ...image, data: table.data }, 1e-6, interpolation);
    }
  });

  it('has a kernel that agrees with the reference', () => {
    const table = noise({ width: 5, height: 25, channels: 3, type: 'f32' });
    for (const layout of LAYOUTS) {
      for (const strength of [0, 0.3, 1]) {
        const image = noise({ ...layout, width: 40, height: 9 });
        const [expected, got] = grade(image, table, { interpolation, strength }) as [Image, Image];
        expectClose(got, expected, layout.type === 'f32' ? 1e-6 : 1, `${layout.type}x${layout.channels}`);
      }
    }
  });

  it('takes NaN for black, and limits where it looks', () => {
    const table = cube(2, (red, green, blue) => [1 - red, 2 * green, blue - 1]);
    const image = row('f32', 4, [Number.NaN, 7, -5, Number.NaN, Infinity, -Infinity, 0.5, 0.25]);
    for (const result of grade(image, table, { interpolation })) {
      expect([...result.data]).toEqual([1, 2, -1, Number.NaN, 0, 0, -0.5, 0.25]);
    }
    for (const result of grade(image, table, { interpolation, strength: 0.5 })) {
      expect([...result.data.slice(0, 3)]).toEqual([0.5, 4.5, -3]);
    }
  });
});

describe('lut', () => {
  it('mixes four corners along the gray diagonal, or all eight', () => {
    // 1 at the corner of yellow alone: in the cell's half with blue below, it weighs middle less low.
    const table = cube(2, (red, green, blue) => [red * green * (1 - blue), 0, 0]);
    const image = row('f32', 3, [0.75, 0.5, 0.125]);
    for (const { data } of grade(image, table)) expect(data[0]).toBeCloseTo(0.375, 7);
    const trilinear = 0.75 * 0.5 * 0.875;
    for (const { data } of grade(image, table, { interpolation: 'trilinear' })) {
      expect(data[0]).toBeCloseTo(trilinear, 7);
    }
  });

  it('keeps grays gray where the table does, whatever colours lie around', () => {
    const table = cube(3, (r, g, b) => (r === g && g === b ? [r ** 2, r ** 2, r ** 2] : [1, 0, 0.3]));
    for (const { data } of grade(everyLevel('u8'), table)) {
      for (let at = 0; at < data.length; at += 3) expect(new Set(data.subarray(at, at + 3)).size).toBe(1);
    }
  });

  it('takes a Hald CLUT of any pixel type for the same table', () => {
    const invert = (red: number, green: number, blue: number) => [1 - red, 1 - green, 1 - blue];
    const image = noise({ width: 20, height: 10, channels: 4, type: 'u8' });
    const inverted = createImage(image);
    inverted.data.set([...image.data].map((level, at) => (at % 4 === 3 ? level : 255 - level)));
    for (const type of ['u8', 'u16', 'f32'] as const) {
      const hald = createImage({ width: 27, height: 27, channels: 3, type });
      const white = { u8: 255, u16: 65535, f32: 1 }[type];
      hald.data.set(colorsOf(9, invert).map((part) => Math.fround(part * white)));
      for (const result of grade(image, hald)) expectClose(result, inverted, 1, type);
    }
  });

  it('reads a gray table as one of grays, and leaves out its alpha', () => {
    const table = noise({ width: 8, height: 8, channels: 2, type: 'u8' });
    for (const { channels, data } of grade(row('u8', 1, [0, 255]), table)) {
      const [first, last] = [table.data[0], table.data[126]];
      expect([channels, ...data]).toEqual([3, first, first, first, last, last, last]);
    }
  });

  it('refuses pictures of other shapes', () => {
    const shape = (width: number, height: number): Shape => ({ width, height, channels: 3, type: 'u8' });
    const input = shape(5, 5);
    const params = lut.params.parse({ lut: 'x' });
    for (const [width, height] of [
      [1, 1],
      [5, 5],
      [4, 4],
      [9, 7],
      [16, 4],
      [63, 64],
    ] as const) {
      expect(() => lut.geometry(input, params, [shape(width, height)])).toThrow(
        `received ${width}x${height}`,
      );
    }
    for (const [width, height] of [
      [2, 4],
      [33, 1089],
      [8, 8],
      [512, 512],
    ] as const) {
      expect(lut.geometry(input, params, [shape(width, height)])).toEqual(input);
    }
  });
});

describeGpu('lut on the GPU', () => {
  let gpu: GpuBackend;

  beforeAll(async () => {
    gpu = await openGpu();
  });

  afterAll(() => gpu.close());

  it.each(METHODS)('follows a Hald CLUT, and takes NaN for black, %s', async (interpolation) => {
    const table = noise({ width: 27, height: 27, channels: 4, type: 'u16' });
    const odd = [Number.NaN, 7, -5, Number.NaN, Infinity, -Infinity, 0.5, 0.25, 1, 1, 1, 1, 0.2, 0.3, 0.4, 0];
    const image = row('f32', 4, odd);
    for (const strength of [0.5, 1]) {
      const params = lut.params.parse({ lut: 'x', interpolation, strength });
      const plan = makePlan([{ op: lut as Op, params, pictures: [table] }], image, NO_LIMITS);
      const [expected] = grade(image, table, { interpolation, strength }) as [Image];
      const { image: result, release } = await gpu.process(plan, image);
      expectClose(result, expected, 1e-5, interpolation);
      release();
    }
  });
});

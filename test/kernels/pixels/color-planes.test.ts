import { describe, expect, it } from 'vitest';
import { createImage, type Image, pixelCount } from '../../../src/core/image.ts';
import type { Channels } from '../../../src/core/pixel.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { type Matrix, multiply, multiplyPlanes } from '../../../src/kernels/pixels/color-matrix.ts';
import { mapPlanes, type PlaneMap } from '../../../src/kernels/pixels/color-planes.ts';
import { type ColorMap, mapColors } from '../../../src/kernels/pixels/colors.ts';
import { expectClose } from '../../support/compare.ts';
import { LAYOUTS, noise } from '../../support/pictures.ts';

const MIX: Matrix = [0.9, 0.3, -0.4, -0.25, 1.5, -0.3, 0.2, 0.1, 0.4];

const planesOf = (matrix: Matrix, { type }: Image) => multiplyPlanes(matrix, type) as PlaneMap;

/** Where 64 bits must not be needed. */
const never: ColorMap = () => {
  throw new Error('worked in 64 bits');
};

describe('colours in planes', () => {
  it.each(LAYOUTS)('are mixed within the tolerance: %o', ({ type, channels }) => {
    const input = noise({ width: 223, height: 101, channels, type });
    for (const outChannels of channels % 2 === 1 ? [1, 3] : [2, 4]) {
      const [quick, exact] = [0, 0].map(() =>
        createImage({ ...input, channels: outChannels as Channels }),
      ) as [Image, Image];
      const map = mapPlanes([planesOf(MIX, input)], input, quick, never);
      toEnd(map(input.data, quick.data, 0, 5003));
      toEnd(map(input.data, quick.data, 5003, pixelCount(input)));
      mapColors(input, exact, multiply(MIX));
      expectClose(quick, exact, type === 'f32' ? 1e-6 : 1, `${channels} to ${outChannels} channels`);
    }
  });

  it('differ in few samples only where integers are rounded', () => {
    const input = noise({ width: 300, height: 300, channels: 3, type: 'u16' });
    const [quick, exact] = [createImage(input), createImage(input)];
    toEnd(mapPlanes([planesOf(MIX, input)], input, quick, never)(input.data, quick.data, 0, 90_000));
    mapColors(input, exact, multiply(MIX));
    const apart = [...quick.data].filter((sample, at) => sample !== exact.data[at]).length;
    expect(apart / quick.data.length).toBeLessThan(0.01);
  });

  it('are rounded between two maps', () => {
    const tenth: Matrix = [0.1, 0, 0, 0, 0.1, 0, 0, 0, 0.1];
    const tenfold: Matrix = [10, 0, 0, 0, 10, 0, 0, 0, 10];
    for (const type of ['u8', 'u16'] as const) {
      const input = noise({ width: 100, height: 30, channels: 4, type });
      const output = createImage(input);
      const maps = [planesOf(tenth, input), planesOf(tenfold, input)];
      toEnd(mapPlanes(maps, input, output, never)(input.data, output.data, 0, 3000));
      const most = type === 'u8' ? 255 : 65535;
      input.data.forEach((sample, at) => {
        const expected = at % 4 === 3 ? sample : Math.min(most, 10 * Math.floor(sample / 10 + 0.5));
        if (output.data[at] !== expected)
          expect([at, sample, output.data[at]]).toEqual([at, sample, expected]);
      });
    }
  });

  it('keep every bit of alpha', () => {
    const input = noise({ width: 5, height: 1, channels: 4, type: 'f32' });
    const bits = new Uint32Array(input.data.buffer);
    bits[7] = 0xff812345;
    const output = createImage(input);
    toEnd(mapPlanes([planesOf(MIX, input)], input, output, never)(input.data, output.data, 0, 5));
    expect(new Uint32Array(output.data.buffer)[7]).toBe(0xff812345);
  });

  it.each([Number.NaN, Infinity, -Infinity, 1e30, -5000])(
    'are left to 64 bits where one is %d',
    (strange) => {
      const input = noise({ width: 1500, height: 1, channels: 3, type: 'f32' });
      input.data[4498] = strange;
      const [quick, exact] = [createImage(input), createImage(input)];
      let worked = 0;
      const counted: ColorMap = (colors) => {
        worked += colors.length / 4;
        multiply(MIX)(colors);
      };
      toEnd(mapPlanes([planesOf(MIX, input)], input, quick, counted)(input.data, quick.data, 0, 1500));
      mapColors(input, exact, multiply(MIX));
      expectClose(quick, exact, 1e-6, `${strange}`);
      // The second block alone.
      expect(worked).toBe(476);
    },
  );

  it('do not take factors that lose what can be seen', () => {
    const large = (factor: number) => MIX.map((element) => factor * element);
    expect(multiplyPlanes(large(100), 'u8')).toBeDefined();
    expect(multiplyPlanes(large(1e5), 'u8')).toBeUndefined();
    expect(multiplyPlanes(large(100), 'u16')).toBeUndefined();
    expect(multiplyPlanes(large(10), 'f32')).toBeUndefined();
  });
});

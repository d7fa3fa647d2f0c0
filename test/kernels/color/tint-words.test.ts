import { describe, expect, it } from 'vitest';
import { createImage } from '../../../src/core/image.ts';
import type { Channels } from '../../../src/core/pixel.ts';
import { tint } from '../../../src/ops/color/tint.ts';
import { expectClose } from '../../support/compare.ts';
import { workBoth } from '../../support/integer-maps.ts';
import { noise } from '../../support/pictures.ts';

const CHANNELS: readonly Channels[] = [1, 2, 3, 4];

describe('16-bit shades', () => {
  it('are those of the reference within a level, of any number of channels', () => {
    for (const color of ['704214', '005aff', 'ff0000', '00ff00', '000000']) {
      for (const channels of CHANNELS) {
        const input = noise({ width: 256, height: 128, channels, type: 'u16' }, channels);
        const params = tint.params.parse({ color });
        const { got, expected } = workBoth(tint, params, input, 1000);
        expectClose(got, expected, 1, `${color} on ${channels} channels`);
      }
    }
  });

  it('are so for every gray, also near black and white where they are cut off', () => {
    for (const color of ['ff0000', '0000ff', '704214']) {
      const input = createImage({ width: 65_536, height: 1, channels: 1, type: 'u16' });
      input.data.forEach((_, at) => {
        input.data[at] = at;
      });
      const { got, expected } = workBoth(tint, tint.params.parse({ color }), input, 4);
      expectClose(got, expected, 1, color);
    }
  });

  it('are what a large picture is worked with, and a small one is not', () => {
    const params = tint.params.parse({ color: '704214' });
    const shape = { width: 1000, height: 1000, channels: 3, type: 'u16' } as const;
    expect(tint.cpu?.words?.(params, shape)).toBeTypeOf('function');
    expect(tint.cpu?.words?.(params, { ...shape, height: 10 })).toBeUndefined();
  });
});

import { expect, it } from 'vitest';
import { createImage } from '../../../src/core/image.ts';
import type { Channels } from '../../../src/core/pixel.ts';
import { byteShades, shadeBytes } from '../../../src/kernels/color/tint-bytes.ts';
import { tint } from '../../../src/ops/color/tint.ts';
import { expectClose } from '../../support/compare.ts';
import { noise } from '../../support/pictures.ts';

it('makes the shades of the reference, within a level, of any number of channels', () => {
  for (const color of ['704214', '005aff', 'ff0000', '00ff00', '000000']) {
    for (const channels of [1, 2, 3, 4] as Channels[]) {
      const input = noise({ width: 100, height: 60, channels, type: 'u8' }, channels);
      const params = tint.params.parse({ color });
      const [expected, got] = [0, 1].map(() => createImage(tint.geometry(input, params)));
      tint.reference(input, params, expected as typeof input);
      const map = shadeBytes(byteShades(tint.map(params, input)), channels);
      map(input.data as Uint8Array, got?.data as Uint8Array, 0, 6000);
      expectClose(got as typeof input, expected as typeof input, 1, `${color} on ${channels} channels`);
    }
  }
});

it('is what a large picture is worked with', () => {
  const params = tint.params.parse({ color: '704214' });
  const shape = { width: 1000, height: 1000, channels: 3, type: 'u8' } as const;
  expect(tint.cpu?.bytes?.(params, shape)).toBeTypeOf('function');
  expect(tint.cpu?.bytes?.(params, { ...shape, height: 10 })).toBeUndefined();
});

import { expect, it } from 'vitest';
import { createImage } from '../../../src/core/image.ts';
import type { Channels } from '../../../src/core/pixel.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { pickChannels } from '../../../src/kernels/pixels/picked-channels.ts';
import { LAYOUTS, noise } from '../../support/pictures.ts';

it('copies, drops and adds channels, of the pixels that it is asked for', () => {
  for (const { type } of LAYOUTS) {
    const input = noise({ width: 9, height: 3, channels: 3, type });
    const output = createImage({ ...input, channels: 4 });
    toEnd(pickChannels([2, 0, 0, { level: 1 }], 3, type)(input.data, output.data, 5, 20));
    for (let pixel = 0; pixel < 27; pixel++) {
      const [red, , blue] = input.data.subarray(3 * pixel, 3 * pixel + 3);
      const expected = pixel < 5 || pixel >= 20 ? [0, 0, 0, 0] : [blue, red, red, 1];
      expect([...output.data.subarray(4 * pixel, 4 * pixel + 4)]).toEqual(expected);
    }
  }
});

it('keeps the bits of a NaN', () => {
  const input = createImage({ width: 2, height: 1, channels: 1, type: 'f32' });
  new Uint32Array(input.data.buffer).set([0x7fa00001, 0xffc12345]);
  const output = createImage({ ...input, channels: 2 });
  toEnd(pickChannels([0, { level: 1 }], 1, 'f32')(input.data, output.data, 0, 2));
  expect([...new Uint32Array(output.data.buffer)]).toEqual([0x7fa00001, 0x3f800000, 0xffc12345, 0x3f800000]);
});

it('picks any channel of any layout, across several chunks', () => {
  for (const { type, channels } of LAYOUTS) {
    const input = noise({ width: 331, height: 67, channels, type });
    const last = channels - 1;
    for (const picks of [[last], [last, 0], [0, 0, last], [last, 0, 0, last]]) {
      const output = createImage({ ...input, channels: picks.length as Channels });
      toEnd(pickChannels(picks, channels, type)(input.data, output.data, 0, 331 * 67));
      const wrong = output.data.findIndex((sample, at) => {
        const pixel = Math.floor(at / picks.length);
        return sample !== input.data[pixel * channels + (picks[at % picks.length] as number)];
      });
      expect(wrong).toBe(-1);
    }
  }
});

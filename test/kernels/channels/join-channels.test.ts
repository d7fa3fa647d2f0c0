import { expect, it } from 'vitest';
import { createImage } from '../../../src/core/image.ts';
import type { Channels } from '../../../src/core/pixel.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { joinChannels } from '../../../src/kernels/channels/join-channels.ts';
import { LAYOUTS, noise } from '../../support/pictures.ts';

it('puts the channels of one picture behind those of another, across several chunks', () => {
  for (const { type, channels } of LAYOUTS) {
    for (let added = 1; channels + added <= 4; added++) {
      const one = noise({ width: 97, height: 101, channels, type }, 1);
      const other = noise({ ...one, channels: added as Channels }, 2);
      const output = createImage({ ...one, channels: (channels + added) as Channels });
      toEnd(joinChannels(one, other, output));
      const wrong = output.data.findIndex((sample, at) => {
        const [pixel, channel] = [Math.floor(at / output.channels), at % output.channels];
        if (channel < channels) return sample !== one.data[pixel * channels + channel];
        return sample !== other.data[pixel * added + channel - channels];
      });
      expect(wrong).toBe(-1);
    }
  }
});

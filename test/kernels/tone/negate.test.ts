import { describe, expect, it } from 'vitest';
import type { Channels } from '../../../src/core/pixel.ts';
import { negate } from '../../../src/ops/tone/negate.ts';
import { workBoth } from '../../support/integer-maps.ts';
import { noise } from '../../support/pictures.ts';

const CHANNELS: readonly Channels[] = [1, 2, 3, 4];

describe('negative', () => {
  it.each(['u8', 'u16'] as const)('%s samples are those of the reference, wherever they begin', (type) => {
    for (const alpha of [true, false]) {
      for (const channels of CHANNELS) {
        for (const offset of [0, 1, 2]) {
          const whole = noise({ width: 33, height: 7, channels, type }, offset);
          const input = {
            ...whole,
            width: 32,
            height: 7,
            data: whole.data.subarray(offset, offset + 224 * channels),
          };
          for (const cut of [4, 5, 112]) {
            const { got, expected } = workBoth(negate, { alpha }, input, cut);
            expect(got.data, `${channels} channels, ${alpha}, from ${offset}, cut at ${cut}`).toEqual(
              expected.data,
            );
          }
        }
      }
    }
  });
});

import { describe, expect, it } from 'vitest';
import type { Channels } from '../../../src/core/pixel.ts';
import { brightness } from '../../../src/ops/tone/brightness.ts';
import { contrast } from '../../../src/ops/tone/contrast.ts';
import { workBoth } from '../../support/integer-maps.ts';
import { noise } from '../../support/pictures.ts';

const CHANNELS: readonly Channels[] = [1, 2, 3, 4];

describe('16-bit samples by arithmetic', () => {
  it.each([
    [brightness, [0, 0.6, 1, 1.3, 1000]],
    [contrast, [0, 0.5, 1, 1.4, 1000]],
  ])('are those of the reference: $name', (op, factors) => {
    for (const factor of factors) {
      for (const channels of CHANNELS) {
        const input = noise({ width: 61, height: 37, channels, type: 'u16' }, channels);
        const { got, expected } = workBoth(op, { factor }, input, 64);
        expect(got.data, `${op.name} ${factor} of ${channels} channels`).toEqual(expected.data);
      }
    }
  });
});

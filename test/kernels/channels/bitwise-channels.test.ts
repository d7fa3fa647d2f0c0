import { expect, it } from 'vitest';
import { createImage } from '../../../src/core/image.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { OPERATORS } from '../../../src/kernels/channels/bitwise.ts';
import { combineChannels } from '../../../src/kernels/channels/bitwise-channels.ts';
import { bandbool } from '../../../src/ops/channels/bandbool.ts';
import { expectClose } from '../../support/compare.ts';
import { LAYOUTS, noise } from '../../support/pictures.ts';

it('combines the bits of all channels as its reference does, across several chunks', () => {
  for (const { type, channels } of LAYOUTS.filter((layout) => layout.type !== 'f32')) {
    const input = noise({ width: 301, height: 99, channels, type });
    for (const operator of OPERATORS) {
      const [quick, exact] = [0, 0].map(() => createImage({ ...input, channels: 1 })) as [
        typeof input,
        typeof input,
      ];
      bandbool.reference(input, { operator }, exact);
      const map = combineChannels(operator, channels, type);
      toEnd(map(input.data, quick.data, 0, 1001));
      toEnd(map(input.data, quick.data, 1001, 301 * 99));
      expectClose(quick, exact, 0, `${operator} of ${type}x${channels}`);
    }
  }
});

it('leaves other pixels alone', () => {
  const to = new Uint8Array(9).fill(7);
  toEnd(combineChannels('or', 3, 'u8')(new Uint8Array(27).fill(1), to, 2, 5));
  expect([...to]).toEqual([7, 7, 1, 1, 1, 7, 7, 7, 7]);
});

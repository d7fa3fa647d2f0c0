import { expect, it } from 'vitest';
import { createImage } from '../../../src/core/image.ts';
import { WHITE } from '../../../src/core/pixel.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { thresholdLuminance, thresholdSamples } from '../../../src/kernels/tone/threshold.ts';
import { threshold } from '../../../src/ops/tone/threshold.ts';
import { expectClose } from '../../support/compare.ts';
import { LAYOUTS, noise } from '../../support/pictures.ts';

const LAYERS = LAYOUTS.flatMap(({ type, channels }) => (type === 'f32' ? [] : [{ type, channels }]));

it.each([true, false])('divides as the reference, at every kind of level, by luminance: %s', (greyscale) => {
  for (const { type, channels } of LAYERS) {
    const input = noise({ width: 181, height: 97, channels, type });
    // Grays too, whose luminance has to give them back.
    for (let at = 0; at < input.data.length / 3; at++) {
      input.data[at] = input.data[at - (at % channels)] as number;
    }
    for (const part of [-1, 0, 1e-5, 0.1, 0.25, 0.5, 0.77, 1]) {
      const least = part * WHITE[type];
      const map = (greyscale ? thresholdLuminance : thresholdSamples)(least, channels, type);
      const [quick, exact] = [createImage(input), createImage(input)];
      threshold.reference(input, { threshold: least, greyscale }, exact);
      toEnd(map?.(input.data, quick.data, 0, 181 * 97));
      expectClose(quick, exact, 0, `${least} of ${type}x${channels}`);
    }
  }
});

it('judges every gray by itself', () => {
  for (const type of ['u8', 'u16'] as const) {
    const input = createImage({ width: 256, height: type === 'u8' ? 1 : 256, channels: 3, type });
    for (let at = 0; at < input.data.length; at++) input.data[at] = Math.floor(at / 3);
    for (const least of [1, 10, 77, 128, 200, 254, 255]) {
      const output = createImage(input);
      toEnd(thresholdLuminance(least, 3, type)?.(input.data, output.data, 0, input.data.length / 3));
      const wrong = output.data.findIndex((sample, at) => sample !== (at >= 3 * least ? WHITE[type] : 0));
      expect(wrong).toBe(-1);
    }
  }
});

it('leaves samples above white to others, but judges luminance by them', () => {
  expect(thresholdSamples(255.5, 3, 'u8')).toBeUndefined();
  const to = new Uint8Array(3).fill(9);
  toEnd(thresholdLuminance(256, 3, 'u8')?.(new Uint8Array(3).fill(255), to, 0, 1));
  expect([...to]).toEqual([0, 0, 0]);
});

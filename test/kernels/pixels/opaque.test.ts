import { expect, it } from 'vitest';
import { CpuBackend } from '../../../src/backends/cpu/backend.ts';
import type { Image } from '../../../src/core/image.ts';
import { type PixelType, WHITE } from '../../../src/core/pixel.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { isOpaque } from '../../../src/kernels/pixels/opaque.ts';
import { blur } from '../../../src/ops/blur/blur.ts';
import { boxBlur } from '../../../src/ops/blur/boxBlur.ts';
import { sharpen } from '../../../src/ops/blur/sharpen.ts';
import { resize } from '../../../src/ops/resize/resize.ts';
import { makePlan } from '../../../src/plan/plan.ts';
import { NO_LIMITS, runReference } from '../../support/chains.ts';
import { expectClose } from '../../support/compare.ts';
import { stepOn } from '../../support/others.ts';
import { noise } from '../../support/pictures.ts';

const TYPES: readonly PixelType[] = ['u8', 'u16', 'f32'];

/** Noise that is opaque, but for what one pixel may lack. */
function opaque(type: PixelType, channels: 2 | 4, width: number, height: number, faintAt = -1): Image {
  const image = noise({ width, height, channels, type }, width);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const part = pixel === faintAt ? 254 / 255 : 1;
    image.data[(pixel + 1) * channels - 1] = Math.floor(WHITE[type] * 255 * part) / 255;
  }
  return image;
}

it.each(TYPES)('finds the one pixel of %s that is not opaque', (type) => {
  for (const channels of [2, 4] as const) {
    for (const [width, height] of [
      [1, 1],
      [3, 1],
      [91, 90],
    ] as const) {
      expect(toEnd(isOpaque(opaque(type, channels, width, height)))).toBe(true);
      for (const at of [0, 1, 4095, 4096, 8189, width * height - 1].filter(
        (pixel) => pixel < width * height,
      )) {
        expect(
          toEnd(isOpaque(opaque(type, channels, width, height, at))),
          `${width}x${height} at ${at}`,
        ).toBe(false);
      }
    }
  }
});

it('looks at bytes wherever they lie', () => {
  const image = opaque('u8', 4, 5, 5);
  const data = new Uint8Array(101).subarray(1);
  data.set(image.data);
  expect(toEnd(isOpaque({ ...image, data }))).toBe(true);
  data[99] = 0;
  expect(toEnd(isOpaque({ ...image, data }))).toBe(false);
});

it.each([
  [blur, { sigma: 1 }],
  [blur, { sigma: 5 }],
  [blur, { sigma: 1, light: 'linear' }],
  [boxBlur, { radius: 2 }],
  [boxBlur, { radius: 40 }],
  [sharpen, {}],
  [sharpen, { sigma: 2, method: 'unsharp' }],
  [resize, { width: 20 }],
  [resize, { width: 90, kernel: 'mitchell' }],
] as const)('$0.name of $1 takes what is opaque as the reference does', async (op, values) => {
  const backend = new CpuBackend();
  for (const type of TYPES) {
    for (const channels of [2, 4] as const) {
      for (const faintAt of [-1, 700]) {
        const image = opaque(type, channels, 53, 31, faintAt);
        const params = op.params.parse(values) as never;
        const plan = makePlan([stepOn(op as never, params, image)], image, NO_LIMITS);
        const { image: got, release } = await backend.process(plan, image);
        const what = `${op.name} of ${type}x${channels}, faint at ${faintAt}`;
        expectClose(got, runReference(plan, image), op.tolerance[type], what);
        release();
      }
    }
  }
});

import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { createImage, type Image } from '../../../src/core/image.ts';
import { WHITE } from '../../../src/core/pixel.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { attentionPoint } from '../../../src/kernels/resize/attention-crop.ts';
import { listPhotos } from '../../engine/photos.ts';
import { LAYOUTS } from '../../support/pictures.ts';

/** Gray with a patch around (70, 15). */
function patched(layout: (typeof LAYOUTS)[0], patch: readonly number[]): Image {
  const image = createImage({ ...layout, width: 96, height: 64 });
  const { channels, type } = layout;
  for (let at = 0; at < image.data.length; at++) {
    const pixel = Math.floor(at / channels);
    const inside = Math.abs((pixel % 96) - 70) < 6 && Math.abs(Math.floor(pixel / 96) - 15) < 6;
    const alpha = channels % 2 === 0 && at % channels === channels - 1;
    const level = alpha ? 1 : inside ? (patch[at % channels] as number) : 0.3;
    image.data[at] = level * WHITE[type];
  }
  return image;
}

const SKIN = [0.85, 0.65, 0.55];

describe('attentionPoint', () => {
  it('finds a patch of skin, or one that is light, in every layout', () => {
    for (const layout of LAYOUTS) {
      const { x, y } = toEnd(attentionPoint(patched(layout, layout.channels < 3 ? [0.9] : SKIN), 24, 24));
      expect(Math.abs(96 * x - 70)).toBeLessThan(8);
      expect(Math.abs(64 * y - 15)).toBeLessThan(8);
    }
  });

  it('does not see what is transparent', () => {
    const image = patched({ type: 'u8', channels: 4 }, SKIN);
    for (let at = 0; at < image.data.length; at += 4) if (image.data[at] !== 76) image.data[at + 3] = 0;
    const visible = toEnd(attentionPoint(image, 24, 24));
    for (let at = 0; at < image.data.length; at += 4) {
      if (image.data[at + 3] === 0) image.data.set([255, 0, 0], at);
    }
    expect(toEnd(attentionPoint(image, 24, 24))).toEqual(visible);
  });

  it('is next to the middle of a picture with nothing in it, of any size', () => {
    for (const [width, height] of [
      [1, 1],
      [5, 90],
      [64, 64],
    ] as const) {
      for (const level of [0, 0.5, Number.NaN]) {
        const image = createImage({ width, height, channels: 3, type: 'f32' });
        image.data.fill(level);
        const { x, y } = toEnd(attentionPoint(image, 1, 1));
        expect(Math.max(Math.abs(x - 0.5), Math.abs(y - 0.5))).toBeLessThan(1 / 32);
      }
    }
  });

  it("is within a cell of libvips' point in most photos", async () => {
    let [near, all] = [0, 0];
    for (const [, path] of listPhotos('kodak')) {
      for (const [width, height] of [
        [120, 120],
        [60, 160],
        [160, 100],
      ] as const) {
        const { data, info } = await sharp(path)
          .removeAlpha()
          .resize(width, height, { fit: 'outside' })
          .raw()
          .toBuffer({ resolveWithObject: true });
        const raw = { width: info.width, height: info.height, channels: info.channels as 1 | 3 };
        const cut = await sharp(data, { raw })
          .resize(width, height, { position: 'attention' })
          .raw()
          .toBuffer({ resolveWithObject: true });
        const image: Image = { ...raw, type: 'u8', space: 'srgb', data: new Uint8Array(data) };
        const { x, y } = toEnd(attentionPoint(image, width, height));
        const { attentionX = 0, attentionY = 0 } = cut.info;
        const across = Math.abs(32 * x - (32 * attentionX) / raw.width);
        const down = Math.abs(32 * y - (32 * attentionY) / raw.height);
        near += Number(across <= 2 && down <= 2);
        all++;
      }
    }
    expect(near / all).toBeGreaterThanOrEqual(0.7);
  });
});

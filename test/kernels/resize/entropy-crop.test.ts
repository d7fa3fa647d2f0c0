import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { createImage, type Image } from '../../../src/core/image.ts';
import type { PixelType } from '../../../src/core/pixel.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { entropyCrop } from '../../../src/kernels/resize/entropy-crop.ts';
import { listPhotos } from '../../engine/photos.ts';
import { noise } from '../../support/pictures.ts';

/** A plain picture with noise in columns 60 to 80 and rows 10 to 30. */
function busyPart(type: PixelType): Image {
  const image = createImage({ width: 90, height: 60, channels: 4, type });
  const part = noise({ width: 20, height: 20, channels: 4, type });
  const opaque = { u8: 255, u16: 65535, f32: 1 }[type];
  for (let at = 3; at < image.data.length; at += 4) image.data[at] = opaque;
  for (let y = 0; y < 20; y++) {
    image.data.set(part.data.subarray(y * 80, (y + 1) * 80), ((10 + y) * 90 + 60) * 4);
  }
  return image;
}

describe('entropyCrop', () => {
  it.each(['u8', 'u16', 'f32'] as const)('finds the part with the most in it, in %s', (type) => {
    const { left, top } = toEnd(entropyCrop(busyPart(type), 30, 30));
    expect(left).toBeLessThanOrEqual(60);
    expect(left + 30).toBeGreaterThanOrEqual(80);
    expect(top).toBeLessThanOrEqual(10);
    expect(top + 30).toBeGreaterThanOrEqual(30);
  });

  it('does not see what is transparent', () => {
    const image = busyPart('u8');
    const hidden = noise({ width: 40, height: 60, channels: 4, type: 'u8' }, 3);
    for (let at = 3; at < hidden.data.length; at += 4) hidden.data[at] = 0;
    for (let y = 0; y < 60; y++) image.data.set(hidden.data.subarray(y * 160, (y + 1) * 160), y * 360);
    expect(toEnd(entropyCrop(image, 30, 60)).left).toBeGreaterThanOrEqual(50);
  });

  it('keeps the left and the top of a plain picture, and all where nothing is to go', () => {
    const plain = createImage({ width: 31, height: 17, channels: 1, type: 'f32' });
    plain.data.fill(Number.NaN);
    expect(toEnd(entropyCrop(plain, 7, 5))).toEqual({ left: 0, top: 0 });
    expect(toEnd(entropyCrop(noise(plain), 31, 17))).toEqual({ left: 0, top: 0 });
  });

  it.each(listPhotos('kodak'))("takes libvips' part of %s", async (_, path) => {
    for (const [width, height] of [
      [120, 120],
      [60, 160],
      [200, 50],
    ] as const) {
      const { data, info } = await sharp(path)
        .removeAlpha()
        .resize(width, height, { fit: 'outside' })
        .raw()
        .toBuffer({ resolveWithObject: true });
      const raw = { width: info.width, height: info.height, channels: info.channels as 1 | 3 };
      const cut = await sharp(data, { raw })
        .resize(width, height, { position: 'entropy' })
        .raw()
        .toBuffer({ resolveWithObject: true });
      const image: Image = { ...raw, type: 'u8', space: 'srgb', data: new Uint8Array(data) };
      const { left, top } = toEnd(entropyCrop(image, width, height));
      const { cropOffsetLeft = 0, cropOffsetTop = 0 } = cut.info;
      expect([left + cropOffsetLeft, top + cropOffsetTop]).toEqual([0, 0]);
    }
  });
});

import { describe, expect, it } from 'vitest';
import {
  byteCount,
  colorChannels,
  createImage,
  describeShape,
  hasAlpha,
  pixelCount,
  sampleCount,
  shapeOf,
} from '../../src/core/image.ts';

const shape = { width: 7, height: 3, channels: 3, type: 'u16' } as const;

describe('a shape', () => {
  it('counts its pixels, samples and bytes', () => {
    expect([pixelCount(shape), sampleCount(shape), byteCount(shape)]).toEqual([21, 63, 126]);
  });

  it('is told from a picture, without its samples', () => {
    expect(shapeOf(createImage(shape))).toEqual(shape);
  });

  it('is described in words for messages', () => {
    expect(describeShape(shape)).toBe('7x3 rgb u16');
    expect(describeShape({ ...shape, channels: 2, type: 'f32' })).toBe('7x3 gray+alpha f32');
  });

  it('knows which of its channels are colours and whether one is alpha', () => {
    const channels = [1, 2, 3, 4] as const;
    expect(channels.map(colorChannels)).toEqual([1, 1, 3, 3]);
    expect(channels.map(hasAlpha)).toEqual([false, true, false, true]);
  });
});

describe('createImage', () => {
  it.each([
    ['u8', Uint8Array],
    ['u16', Uint16Array],
    ['f32', Float32Array],
  ] as const)('gives black %s samples in sRGB', (type, array) => {
    const image = createImage({ ...shape, type });
    expect(image.data).toBeInstanceOf(array);
    expect(image.data).toHaveLength(63);
    expect(image.data.every((sample) => sample === 0)).toBe(true);
    expect(image.space).toBe('srgb');
  });
});

import { expect } from 'vitest';
import type { Image } from '../../../src/core/image.ts';
import { allocateSamples, type Channels, type PixelType } from '../../../src/core/pixel.ts';
import { CODERS, decodeWith } from '../../formats/pictures.ts';

export type Draw = (x: number, y: number, channel: number) => number;

export function paint(
  width: number,
  height: number,
  channels: Channels,
  draw: Draw,
  type: PixelType = 'u8',
): Image {
  const data = allocateSamples(type, width * height * channels);
  for (let at = 0; at < data.length; at++) {
    const pixel = Math.floor(at / channels);
    data[at] = draw(pixel % width, Math.floor(pixel / width), at % channels);
  }
  return { width, height, channels, type, data, space: 'srgb' };
}

/** Numbers that look random, the same on every call. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) / 2 ** 24;
  };
}

const next = random(1);
export const KINDS = {
  photo: (x: number, y: number) => 120 + 60 * Math.sin(x / 40) * Math.cos(y / 31) + 8 * next(),
  flat: (x: number, y: number) => (x > 100 && x < 300 && y > 80 && y < 200 ? 30 : 220),
  noise: () => 256 * next(),
  // Glyphs of 8x12 from an alphabet of 24, on white.
  text: (x: number, y: number) => {
    const glyph = Math.imul((x >> 3) + 40 * Math.floor(y / 12), 2654435761) >>> 27;
    return glyph < 24 && Math.imul(glyph * 96 + (x & 7) + 8 * (y % 12), 2246822519) >>> 31 ? 20 : 255;
  },
} satisfies Record<string, Draw>;

/** Fails unless both readers find a picture's samples in a file. */
export async function expectSame(image: Image, file: Uint8Array): Promise<void> {
  for (const [, reader] of CODERS) {
    const { data, ...shape } = await decodeWith(reader, file);
    expect(shape).toEqual({
      width: image.width,
      height: image.height,
      channels: image.channels,
      type: image.type,
      space: 'srgb',
    });
    // Not `toEqual`, which takes seconds for a large picture.
    const [actual, expected] = [data, image.data].map((samples) =>
      Buffer.from(samples.buffer as ArrayBuffer, samples.byteOffset, samples.byteLength),
    ) as [Buffer, Buffer];
    expect(actual.equals(expected)).toBe(true);
  }
}

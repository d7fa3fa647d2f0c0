import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { createImage, type Image } from '../../../src/core/image.ts';
import { type Channels, type PixelType, WHITE } from '../../../src/core/pixel.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { trim } from '../../../src/ops/geometry/trim.ts';
import { random } from '../../support/pictures.ts';

/** A frame of one colour with a block of another in it, from (4, 3) to (9, 8). */
function framed(type: PixelType, frame: readonly number[], block: readonly number[]): Image {
  const channels = frame.length as Channels;
  const image = createImage({ width: 20, height: 12, channels, type });
  for (let at = 0; at < image.data.length; at++) {
    const [x, y] = [Math.floor(at / channels) % 20, Math.floor(at / channels / 20)];
    const inside = x >= 4 && x < 10 && y >= 3 && y < 9;
    image.data[at] = (inside ? block : frame)[at % channels] as number;
  }
  return image;
}

function sourceBox(image: Image, params: Record<string, unknown> = {}): number[] {
  const { left, top, width, height } = toEnd(trim.settle(trim.params.parse(params))(image)).params;
  return [left, top, width, height];
}

const BLOCK = [4, 3, 6, 6];
const WHOLE = [0, 0, 20, 12];

describe('trim', () => {
  it.each(['u8', 'u16', 'f32'] as const)('finds what differs from the corner, in %s', (type) => {
    const levels = (...parts: number[]) => parts.map((part) => (part * WHITE[type]) / 255);
    for (const channels of [1, 2, 3, 4]) {
      const frame = levels(200, 200, 200, 200).slice(0, channels);
      expect(sourceBox(framed(type, frame, levels(100, 200, 200, 200).slice(0, channels)))).toEqual(BLOCK);
      expect(sourceBox(framed(type, frame, levels(206, 200, 200, 200).slice(0, channels)))).toEqual(WHOLE);
    }
  });

  it('counts differences above the threshold in any channel, alpha as well', () => {
    expect(sourceBox(framed('u8', [9, 9, 9], [9, 9, 19]))).toEqual(WHOLE);
    expect(sourceBox(framed('u8', [9, 9, 9], [9, 9, 20]))).toEqual(BLOCK);
    expect(sourceBox(framed('u8', [9, 9, 9], [9, 9, 10]), { threshold: 0 })).toEqual(BLOCK);
    expect(sourceBox(framed('u8', [0, 0, 0, 0], [0, 0, 0, 255]))).toEqual(BLOCK);
    // Other colours, but none can be seen.
    expect(sourceBox(framed('u8', [0, 0, 0, 0], [255, 90, 0, 0]))).toEqual(WHOLE);
  });

  it('cuts off the colour it is given, and nothing else', () => {
    expect(sourceBox(framed('u8', [255, 0, 0], [0, 0, 0]), { background: 'red' })).toEqual(BLOCK);
    expect(sourceBox(framed('u8', [255, 0, 0], [0, 0, 0]), { background: 'blue' })).toEqual(WHOLE);
    expect(sourceBox(framed('u16', [65535], [0]), { background: 'white' })).toEqual(BLOCK);
    expect(sourceBox(framed('u8', [255], [0]), { background: 'red' })).toEqual(WHOLE);
  });

  it('leaves a margin where there is room', () => {
    const image = framed('u8', [255, 0, 0], [0, 0, 0]);
    expect(sourceBox(image, { margin: 2 })).toEqual([2, 1, 10, 10]);
    expect(sourceBox(image, { margin: 100 })).toEqual(WHOLE);
    expect(sourceBox(image, { margin: 3 })).toEqual([1, 0, 12, 12]);
  });

  it('ignores single pixels unless told', () => {
    const image = framed('u8', [0], [0]);
    image.data[5 * 20 + 7] = 255;
    expect(sourceBox(image)).toEqual(WHOLE);
    expect(sourceBox(image, { lineArt: true })).toEqual([7, 5, 1, 1]);
  });

  it('takes NaN for content, and infinities for what they are', () => {
    expect(sourceBox(framed('f32', [0], [Number.NaN]))).toEqual(BLOCK);
    expect(sourceBox(framed('f32', [Number.NaN], [0]))).toEqual(WHOLE);
    expect(sourceBox(framed('f32', [Infinity], [0]))).toEqual(BLOCK);
    expect(sourceBox(framed('f32', [0, 0], [Number.NaN, 0]))).toEqual(WHOLE);
    expect(sourceBox(framed('f32', [0, 0], [0, Number.NaN]))).toEqual(BLOCK);
  });

  it('is done by a crop, and takes pictures of any size', () => {
    expect(toEnd(trim.settle(trim.params.parse({}))(framed('u8', [0], [9]))).op.name).toBe('extract');
    expect(sourceBox(createImage({ width: 1, height: 1, channels: 3, type: 'u8' }))).toEqual([0, 0, 1, 1]);
  });

  it('finds the same box as sharp', async () => {
    const next = random(4);
    for (let round = 0; round < 80; round++) {
      const image = scribbled(next, [1, 3][round % 2] as Channels);
      const options = { threshold: [0, 5, 10, 40][Math.floor(next() * 4)] as number, lineArt: next() < 0.3 };
      const { width, height, channels } = image;
      const { info } = await sharp(image.data, { raw: { width, height, channels } })
        .trim(options)
        .raw()
        .toBuffer({ resolveWithObject: true });
      const [left, top] = [-(info.trimOffsetLeft ?? 0) + 0, -(info.trimOffsetTop ?? 0) + 0];
      expect(sourceBox(image, options), JSON.stringify(options)).toEqual([
        left,
        top,
        info.width,
        info.height,
      ]);
    }
  });
});

/** A noisy ground with up to two blocks on it. */
function scribbled(next: () => number, channels: Channels): Image {
  const below = (end: number) => Math.floor(next() * end);
  const image = createImage({ width: 3 + below(60), height: 3 + below(40), channels, type: 'u8' });
  const { width, height, data } = image;
  const ground = Array.from({ length: channels }, () => 60 + below(130));
  for (let at = 0; at < data.length; at++) {
    data[at] = (ground[at % channels] as number) + below(next() < 0.02 ? 60 : 8);
  }
  for (let block = below(3); block > 0; block--) {
    const [left, top, level] = [below(width), below(height), below(256)];
    const right = Math.min(width, left + 1 + below(20));
    for (let y = top; y < Math.min(height, top + 12); y++) {
      data.fill(level, (y * width + left) * channels, (y * width + right) * channels);
    }
  }
  return image;
}

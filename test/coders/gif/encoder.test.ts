import sharp from 'sharp';
import { describe, expect, it, test } from 'vitest';
import { findChange } from '../../../src/coders/gif/change.ts';
import { encodeGif } from '../../../src/coders/gif/encoder.ts';
import type { GifOptions } from '../../../src/coders/gif/reduce.ts';
import { openCoders } from '../../../src/coders/registry.ts';
import { createImage, type Image } from '../../../src/core/image.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import type { Channels } from '../../../src/core/pixel.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { readGifBlocks } from '../../../src/formats/gif/blocks.ts';
import { DEFAULT_READING } from '../../../src/formats/input.ts';
import { readHeader } from '../../../src/formats/registry.ts';
import { random } from '../png/paint.ts';

const coders = await openCoders('auto');

const LIMITS = { ...DEFAULT_LIMITS, side: 65_535 };

type Frames = readonly [Image, ...Image[]];

const encode = (frames: Frames, options: GifOptions = {}, timing = {}) =>
  toEnd(encodeGif({ frames, ...timing }, options));

/** The frames as libvips decodes them. */
async function decode(file: Uint8Array): Promise<readonly Image[]> {
  const header = readHeader(file, LIMITS, DEFAULT_READING);
  const range = header.frames && { first: 0, count: header.frames.count };
  return (await coders.decode(file, header, { limits: LIMITS, range })).frames;
}

type Color = readonly number[];

function draw(
  [width, height, channels]: readonly [number, number, Channels],
  colorAt: (x: number, y: number) => Color,
): Image {
  const image = createImage({ width, height, channels, type: 'u8' });
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += channels) image.data.set(colorAt(x, y), at);
  }
  return image;
}

/** What an image becomes in a GIF without loss: colours, or colours and a mask. */
function expected({ width, height, channels, data }: Image): number[] {
  const kept: number[] = [];
  for (let at = 0; at < width * height * channels; at += channels) {
    const color = channels < 3 ? [data[at], data[at], data[at]] : [...data.subarray(at, at + 3)];
    const alpha = channels % 2 === 0 ? [(data[at + channels - 1] as number) < 128 ? 0 : 255] : [];
    kept.push(...((alpha[0] === 0 ? [0, 0, 0] : color) as number[]), ...alpha);
  }
  return kept;
}

function withAlpha(image: Image): Image {
  const { width, height, channels, data } = image;
  if (channels === 4) return image;
  return draw([width, height, 4], (x, y) => {
    const at = (y * width + x) * channels;
    return [...data.subarray(at, at + channels), 255];
  });
}

function likeness(a: Image, b: Image): number {
  let sum = 0;
  for (let at = 0; at < a.data.length; at++) sum += ((a.data[at] as number) - (b.data[at] as number)) ** 2;
  return 10 * Math.log10((65_025 * a.data.length) / sum);
}

describe('few colours stay exact', () => {
  it.each([1, 2, 3, 4, 5, 16, 17, 128, 129, 255, 256])('%i of them', async (count) => {
    const next = random(count);
    // Over 4096 codes, so that the table of strings is forgotten several times.
    const image = draw([131, 97, 3], () => {
      const index = Math.floor(next() * count);
      return [index, 255 - index, (index * 7) % 256];
    });
    const [found] = await decode(encode([image]));
    expect(found).toMatchObject({ width: 131, height: 97, channels: 3 });
    expect(expected(found as Image)).toEqual(expected(image));
  });

  it.each([
    [1, 1],
    [1, 300],
    [300, 1],
    [2, 2],
    [700, 200],
  ])('in a flat picture of %ix%i', async (width, height) => {
    const image = draw([width, height, 3], () => [3, 200, 77]);
    expect(expected((await decode(encode([image])))[0] as Image)).toEqual(expected(image));
  });

  it.each([1, 2, 4] as const)('in %i channels, with alpha as a mask', async (channels) => {
    const colors: Color[] = [[], [90], [90, 200], [], [255, 30, 5, 127]];
    const image = draw([40, 30, channels], (x, y) => {
      const alpha = (x * 7 + y) % 256;
      if (channels === 1) return [(x + 8 * y) % 256];
      return channels === 2 ? [x, alpha] : [...(colors[4] as Color).slice(0, 3), alpha];
    });
    const [found] = await decode(encode([image]));
    const wanted = channels === 1 ? image : { ...image };
    expect(found).toMatchObject({ channels: channels === 1 ? 3 : 4 });
    expect(expected(found as Image)).toEqual(expected(wanted));
  });

  it('and an opaque picture with alpha keeps its alpha', async () => {
    for (const count of [3, 256, 5000]) {
      const image = draw([80, 80, 4], (x, y) => [
        (x + 80 * y) % Math.min(256, count),
        x,
        (y * count) % 251,
        255,
      ]);
      const header = readHeader(encode([image]), DEFAULT_LIMITS, DEFAULT_READING);
      expect(header.channels).toBe(4);
    }
  });
});

describe('many colours', () => {
  const photo = draw([160, 120, 3], (x, y) => {
    const wave = 60 * Math.sin(x / 17) * Math.cos(y / 23);
    return [128 + wave + (x % 5), 100 + y - wave / 2, 40 + x + ((x * y) % 7)].map(Math.round);
  });

  it('become a picture that is as close as that of libvips, in as many bytes', async () => {
    const { width, height, channels } = photo;
    const own = encode([photo]);
    const theirs = await sharp(photo.data as Uint8Array, { raw: { width, height, channels } })
      .gif()
      .toBuffer();
    const [a, b] = await Promise.all([decode(own), decode(theirs)]);
    expect(likeness(a[0] as Image, photo)).toBeGreaterThan(likeness(b[0] as Image, photo) - 0.6);
    expect(own.length).toBeLessThan(theirs.length * 1.06);
  });

  it.each([2, 3, 16, 100])('become %i if so many are asked for', async (colours) => {
    const [found] = await decode(encode([photo], { colours }));
    const colors = new Set<number>();
    const { data } = found as Image;
    for (let at = 0; at < data.length; at += 3)
      colors.add(((data[at] as number) << 16) | ((data[at + 1] as number) << 8) | (data[at + 2] as number));
    expect(colors.size).toBeLessThanOrEqual(colours);
    expect(colors.size).toBeGreaterThan(colours / 2);
  });

  it('keep holes', async () => {
    const holed = draw([160, 120, 4], (x, y) => {
      const at = 3 * (160 * y + x);
      return [...photo.data.subarray(at, at + 3), (x - 80) ** 2 + (y - 60) ** 2 < 400 ? 0 : 255];
    });
    const [found] = await decode(encode([holed], { colours: 32 }));
    const alphas = (image: Image) => image.data.filter((_, at) => at % 4 === 3);
    expect(alphas(found as Image)).toEqual(alphas(holed));
  });

  it('are equal in every run', () => {
    expect(encode([photo]).equals(encode([photo]))).toBe(true);
  });

  it('are dithered as told', async () => {
    const likenessWith = async (dither: number) =>
      likeness((await decode(encode([photo], { dither, colours: 8 })))[0] as Image, photo);
    expect(await likenessWith(0)).toBeGreaterThan(await likenessWith(1));
  });
});

describe('animations', () => {
  const square = (at: number, channels: 3 | 4, background: Color) =>
    draw([48, 32, channels], (x, y) =>
      x >= at && x < at + 9 && y > 8 && y < 20 ? [220, 40 + at, 90, 255].slice(0, channels) : background,
    );
  const sequences: Record<string, Frames> = {
    'a square that moves': [0, 6, 12, 12, 30].map((at) => square(at, 3, [10, 20, 30])) as unknown as Frames,
    'a square that moves over nothing': [0, 6, 12, 12, 30].map((at) =>
      square(at, 4, [0, 0, 0, 0]),
    ) as unknown as Frames,
    'a hole that closes and opens': [
      square(3, 4, [1, 2, 3, 255]),
      square(3, 4, [0, 0, 0, 0]),
      square(9, 4, [0, 0, 0, 0]),
      square(9, 4, [1, 2, 3, 255]),
      square(12, 4, [1, 2, 3, 255]),
    ],
    'frames of 256 colours': [0, 1, 2].map((shift) =>
      draw([32, 32, 3], (x, y) => [(x + 32 * (y % 8) + shift) % 256, 7, 9]),
    ) as unknown as Frames,
  };

  test.each(Object.entries(sequences))('%s comes back', async (_, frames) => {
    const found = await decode(encode(frames, {}, { delays: frames.map(() => 80), loop: 3 }));
    expect(found.length).toBe(frames.length);
    for (const [index, frame] of frames.entries()) {
      // GIF marks pixels that stay as transparent, so decoders give alpha.
      expect(expected(withAlpha(found[index] as Image)), `frame ${index}`).toEqual(
        expected(withAlpha(frame)),
      );
    }
  });

  it('hold the rectangles that have changed', () => {
    const [a, b] = sequences['a square that moves'] as Frames;
    const { frames } = readGifBlocks(encode([a, b as Image]), DEFAULT_LIMITS);
    expect(frames[1]).toMatchObject({ left: 0, top: 9, width: 15, height: 11, disposal: 1 });
  });

  it('keep times and repetitions', () => {
    const frames = sequences['a square that moves'] as Frames;
    for (const loop of [0, 1, 2, 9]) {
      const delays = [100, 40, 1005, 20, 700_000];
      const blocks = readGifBlocks(encode(frames, {}, { delays, loop }), DEFAULT_LIMITS);
      expect(blocks.loop).toBe(loop);
      expect(blocks.frames.map(({ delay }) => delay)).toEqual([100, 40, 1010, 20, 655_350]);
    }
  });

  it('say what becomes transparent', () => {
    const extent = { width: 2, height: 1 };
    const [opaque, hole] = [
      Uint8Array.of(1, 2, 3, 255, 4, 5, 6, 255),
      Uint8Array.of(1, 2, 3, 255, 0, 0, 0, 0),
    ];
    const change = (a: Uint8Array, b: Uint8Array) => toEnd(findChange(a, b, extent));
    expect(change(opaque, hole)).toEqual({ place: { left: 1, top: 0, width: 1, height: 1 }, uncovers: true });
    expect(change(hole, opaque).uncovers).toBe(false);
    expect(change(hole, hole).place).toEqual({ left: 0, top: 0, width: 1, height: 1 });
  });
});

it('writes pictures of up to 65,535 pixels along a side', async () => {
  const wide = draw([65_535, 1, 3], (x) => [x % 200, 0, 0]);
  expect(expected((await decode(encode([wide])))[0] as Image)).toEqual(expected(wide));
  const wider = draw([65_536, 1, 3], () => [0, 0, 0]);
  await expect(coders.encode({ frames: [wider] }, { format: 'gif', options: {} })).rejects.toMatchObject({
    code: 'cannot-encode',
  });
});

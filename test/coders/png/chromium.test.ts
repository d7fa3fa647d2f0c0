import { describe, expect, test } from 'vitest';
import { encodePng } from '../../../src/coders/png/encoder.ts';
import { hasAlpha, type Image } from '../../../src/core/image.ts';
import type { Channels } from '../../../src/core/pixel.ts';
import { png } from '../../../src/formats/png/png.ts';
import { makeGradient, makeImage, sharpCoders } from '../../formats/pictures.ts';
import { browse, openChromium } from '../../support/chromium.ts';

const chromium = openChromium();

/** Decodes every file to eight bits of red, green, blue and alpha, which is neither multiplied nor converted. */
const SCRIPT = `
  for (const name of await (await fetch('names')).json()) {
    const data = await (await fetch(name)).arrayBuffer();
    const asStored = { colorSpaceConversion: 'none', premultiplyAlpha: 'none' };
    const decoding = new ImageDecoder({ data, type: 'image/png', ...asStored }).decode();
    const { image } = await decoding.catch(() => ({}));
    if (!image) continue;
    const rgba = new Uint8Array(image.allocationSize());
    const [{ stride }] = await image.copyTo(rgba);
    const kind = [image.format, image.displayWidth, image.displayHeight, stride].join();
    await fetch(name, { method: 'POST', body: new Blob([kind, '\\n', rgba]) });
  }
  await fetch('done', { method: 'POST', body: '' });
`;

const CHANNELS: readonly Channels[] = [1, 2, 3, 4];

/** Pictures by name: every type and number of channels, in rows of every filter, and in several bands. */
function pictures(): Map<string, Image> {
  const found = new Map<string, Image>();
  for (const channels of CHANNELS) {
    for (const type of ['u8', 'u16'] as const) {
      for (const [width, height] of [
        [1, 1],
        [67, 35],
        [513, 260],
      ] as const) {
        found.set(`noise-${type}-${channels}-${width}x${height}`, makeImage(width, height, channels, type));
      }
      const smooth = makeGradient(700, 500, channels);
      const data =
        type === 'u8' ? smooth.data : Uint16Array.from(smooth.data, (level, at) => level * 257 + (at % 250));
      found.set(`smooth-${type}-${channels}`, { ...smooth, type, data });
    }
  }
  return found;
}

/** The files of a picture: as the encoder likes, filtered, and interlaced, which libvips does. */
async function filesOf(name: string, image: Image): Promise<[string, Uint8Array][]> {
  const options = (more: object) =>
    ({ format: 'png', options: png.options.parse(more) as Record<string, unknown> }) as const;
  return [
    [`${name}-plain`, await encodePng(image)],
    [`${name}-filtered`, await encodePng(image, { adaptiveFiltering: true, compressionLevel: 9 })],
    [`${name}-interlaced`, await sharpCoders.encode(image, options({ progressive: true }))],
  ];
}

/** What the browser should find: four samples of eight bits. */
function toBytes({ channels, type, data }: Image): Uint8Array {
  const rgba = new Uint8Array((data.length / channels) * 4).fill(255);
  // Chromium keeps the high byte of 16 bits, as libpng's png_set_strip_16.
  const byteAt = (at: number) => (type === 'u16' ? (data[at] as number) >> 8 : (data[at] as number));
  for (let from = 0, at = 0; at < rgba.length; from += channels, at += 4) {
    for (let color = 0; color < 3; color++) rgba[at + color] = byteAt(from + (channels < 3 ? 0 : color));
    if (hasAlpha(channels)) rgba[at + 3] = byteAt(from + channels - 1);
  }
  return rgba;
}

/** The samples that the page posted, in the order red, green, blue, alpha. */
function readPosted(posted: Buffer | undefined): { width: number; height: number; data: Uint8Array } {
  if (!posted) throw new Error('Chromium could not decode it');
  const end = posted.indexOf('\n');
  const [format = '', ...numbers] = posted.subarray(0, end).toString().split(',');
  const [width = 0, height = 0, stride = 0] = numbers.map(Number);
  expect(['BGRA', 'BGRX', 'RGBA', 'RGBX']).toContain(format);
  expect(stride).toBe(4 * width);
  const data = new Uint8Array(posted.subarray(end + 1));
  for (let at = 0; at < data.length; at += 4) {
    if (format.startsWith('B'))
      data.set([data[at + 2] as number, data[at + 1] as number, data[at] as number], at);
    if (format.endsWith('X')) data[at + 3] = 255;
  }
  return { width, height, data };
}

describe('Chromium', () => {
  if (typeof chromium === 'string') {
    console.info(`noir: PNGs are not decoded in Chromium here: ${chromium}`);
    test('can be started', () => {
      if (process.env.CI) throw new Error(`Chromium does not run here: ${chromium}`);
    });
    return;
  }

  test('finds in our PNGs what we put in, of 8 and 16 bits and 1 to 4 channels', async () => {
    const wanted = pictures();
    const files = new Map<string, Uint8Array>();
    const expected = new Map<string, Image>();
    for (const [name, image] of wanted) {
      for (const [file, bytes] of await filesOf(name, image)) {
        files.set(file, bytes);
        expected.set(file, image);
      }
    }
    files.set('names', Buffer.from(JSON.stringify([...expected.keys()])));
    const found = await browse(chromium, SCRIPT, files);
    for (const [name, image] of expected) {
      const { width, height, data } = readPosted(found.get(name));
      expect([width, height], name).toEqual([image.width, image.height]);
      const goal = toBytes(image);
      const at = data.findIndex((value, index) => value !== goal[index]);
      expect({ name, at, got: data[at], of: data.length }).toEqual({
        name,
        at: -1,
        got: undefined,
        of: goal.length,
      });
    }
  });
});

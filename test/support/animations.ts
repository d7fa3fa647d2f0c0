/** Pictures of several frames, and files of them that Noir did not write. */
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { openCoders } from '../../src/coders/registry.ts';
import { createImage, hasAlpha, type Image } from '../../src/core/image.ts';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import type { Channels } from '../../src/core/pixel.ts';
import type { FormatName } from '../../src/formats/format.ts';
import { DEFAULT_READING } from '../../src/formats/input.ts';
import { readHeader } from '../../src/formats/registry.ts';
import { bytes, pngChunk } from '../formats/forge.ts';

/** Noise-free frames: a bright square that moves over a dark slope. With alpha, the right half of the slope is half transparent. */
export function movingSquare(count: number, channels: Channels = 3, width = 30, height = 20): Image[] {
  return Array.from({ length: count }, (_, index) => {
    const image = createImage({ width, height, channels, type: 'u8' });
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const inside = x >= 3 + 4 * index && x < 9 + 4 * index && y >= 5 && y < 12;
        const pixel = [inside ? 240 : 4 * y, inside ? 60 * (index % 4) : 2 * x, inside ? 20 : 90];
        const opaque = inside || x < width / 2 ? 255 : 128;
        const at = (y * width + x) * channels;
        const colors = channels < 3 ? pixel.slice(0, 1) : pixel;
        image.data.set(channels % 2 === 0 ? [...colors, opaque] : colors, at);
      }
    }
    return image;
  });
}

interface Timing {
  readonly delays: readonly number[];
  readonly loop: number;
}

/** The frames in a file by sharp alone. */
export async function animate(
  format: 'gif' | 'webp' | 'tiff',
  frames: readonly Image[],
  { delays, loop }: Timing,
): Promise<Buffer> {
  const [{ width, height, channels }] = frames as readonly [Image];
  const stack = Buffer.concat(frames.map(({ data }) => Buffer.from(data as Uint8Array)));
  const raw = { width, height: height * frames.length, channels, pageHeight: height };
  const pipeline = sharp(stack, { raw });
  if (format === 'tiff') return pipeline.tiff({ compression: 'lzw' }).toBuffer();
  const timing = { delay: [...delays], loop };
  if (format === 'gif') return pipeline.gif({ ...timing, keepDuplicateFrames: true }).toBuffer();
  return pipeline.webp({ ...timing, lossless: true, effort: 0 }).toBuffer();
}

/** What sharp finds in a GIF, a WebP or a TIFF: its frames as RGBA, and when they are shown. */
export async function readFrames(
  file: Uint8Array,
): Promise<{ frames: Image[]; delays?: number[]; loop?: number }> {
  const { pages = 1, delay, loop } = await sharp(file, { animated: true }).metadata();
  const { data, info } = await sharp(file, { animated: true })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const [width, height] = [info.width, info.height / pages];
  const length = width * height * 4;
  const frames = Array.from({ length: pages }, (_, index): Image => {
    const own = new Uint8Array(data.subarray(index * length, (index + 1) * length));
    return { width, height, channels: 4, type: 'u8', space: 'srgb', data: own };
  });
  return { frames, ...(delay && { delays: delay }), ...(loop !== undefined && { loop }) };
}

/** The frames in any format, and when they are shown; PNGs by our own decoder, which has a test beside Chromium. */
export async function readAnimation(file: Uint8Array, format: FormatName) {
  if (format !== 'png') return readFrames(file);
  const coders = await openCoders('auto');
  const header = readHeader(file, DEFAULT_LIMITS, DEFAULT_READING);
  const { count = 1, delays: found, loop } = header.frames ?? {};
  const range = { first: 0, count };
  const picture = await coders.decode(file, header, { limits: DEFAULT_LIMITS, ...(count > 1 && { range }) });
  return { frames: picture.frames, delays: found, loop };
}

/** The same picture with four channels. */
export function toRgba(image: Image): Image {
  const { channels, data } = image;
  const rgba = new Uint8Array((data.length / channels) * 4).fill(255);
  for (let from = 0, at = 0; at < rgba.length; from += channels, at += 4) {
    for (let color = 0; color < 3; color++)
      rgba[at + color] = data[from + (channels < 3 ? 0 : color)] as number;
    if (hasAlpha(channels)) rgba[at + 3] = data[from + channels - 1] as number;
  }
  return { ...image, channels: 4, data: rgba };
}

/** A frame of an animated PNG as it is written in its control chunk, with its samples. */
export interface ForgedFrame {
  readonly width: number;
  readonly height: number;
  readonly left?: number;
  readonly top?: number;
  /** Seconds as a fraction. */
  readonly delay?: readonly [number, number];
  readonly dispose?: number;
  readonly blend?: number;
  readonly data: Uint8Array;
}

interface ForgedPng {
  readonly width: number;
  readonly height: number;
  /** PNG's colour type; 6, RGBA, unless told. */
  readonly colorType?: number;
  readonly loop?: number;
  readonly frames: readonly ForgedFrame[];
  /** The picture that is shown without animation, where it is none of the frames. */
  readonly still?: Uint8Array;
  /** Changes the list of chunks before they are written. */
  readonly change?: (chunks: (readonly [string, Uint8Array])[]) => (readonly [string, Uint8Array])[];
}

const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 4: 2, 6: 4 };

/** An animated PNG of 8 bits a sample, made by hand. */
export function forgeAnimatedPng({ width, height, frames, still, ...more }: ForgedPng): Uint8Array {
  const { colorType = 6, loop = 0, change = (chunks) => chunks } = more;
  const pack = (data: Uint8Array, across: number) =>
    deflateSync(unfiltered(data, across * (SAMPLES[colorType] ?? 4)));
  let sequence = 0;
  const drawn = frames.flatMap((frame, index): (readonly [string, Uint8Array])[] => {
    const control = controlOf(frame, sequence++);
    const data = pack(frame.data, frame.width);
    if (index === 0 && !still)
      return [
        ['fcTL', control],
        ['IDAT', data],
      ];
    return [
      ['fcTL', control],
      ['fdAT', bytes('big', [sequence++, 4], data)],
    ];
  });
  const chunks: (readonly [string, Uint8Array])[] = [
    ['IHDR', bytes('big', [width, 4], [height, 4], [8], [colorType], [0], [0], [0])],
    ['acTL', bytes('big', [frames.length, 4], [loop, 4])],
    ...(still ? ([['IDAT', pack(still, width)]] as const) : []),
    ...drawn,
    ['IEND', new Uint8Array()],
  ];
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  return bytes('big', signature, ...change(chunks).map(([type, data]) => pngChunk(type, data)));
}

function controlOf(frame: ForgedFrame, sequence: number): Uint8Array {
  const { width, height, left = 0, top = 0, delay = [1, 10], dispose = 0, blend = 0 } = frame;
  const places = [sequence, width, height, left, top].map((value) => [value, 4]);
  return bytes('big', ...places, [delay[0], 2], [delay[1], 2], [dispose], [blend]);
}

/** Rows with a filter of 0 in front of each. */
function unfiltered(data: Uint8Array, rowBytes: number): Buffer {
  const rows = data.length / rowBytes;
  return Buffer.concat(
    Array.from({ length: rows }, (_, y) =>
      Buffer.concat([Uint8Array.of(0), data.subarray(y * rowBytes, (y + 1) * rowBytes)]),
    ),
  );
}

/** A rectangle of one colour. */
export function filled(width: number, height: number, color: readonly number[]): Uint8Array {
  return Uint8Array.from(
    { length: width * height * color.length },
    (_, at) => color[at % color.length] as number,
  );
}

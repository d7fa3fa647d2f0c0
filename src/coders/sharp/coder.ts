import type { Sharp as Pipeline, default as sharpFunction } from 'sharp';
import { NoirError } from '../../core/errors.ts';
import type { Image } from '../../core/image.ts';
import type { Limits } from '../../core/limits.ts';
import { type Channels, SAMPLE_BYTES, type Samples, viewSamples } from '../../core/pixel.ts';
import { readAvif } from '../../formats/avif/avif.ts';
import type { Codec, Header, Output, Shrink } from '../../formats/format.ts';
import { shrunkExtent } from '../../formats/jpeg/geometry.ts';
import { uprightExtent } from '../../formats/orientation.ts';
import { keepChannels } from '../channels.ts';
import { checkDecoded, decodeError, encodeError } from '../decoded.ts';
import { encodePng } from '../png/encoder.ts';
import { encodeFloatTiff } from '../tiff/float.ts';
import { ColorTables } from './color-tables.ts';
import { deepenToWhite } from './depth.ts';
import { writeShrunk } from './shrunk-file.ts';

type Sharp = typeof sharpFunction;

/** The codec for every format over libvips, or undefined where sharp has no binary for the machine. */
export async function loadSharpCodec(): Promise<Codec | undefined> {
  let sharp: Sharp;
  try {
    sharp = (await import('sharp')).default;
  } catch {
    return undefined;
  }
  const tables = new ColorTables((tiff) => sharp(tiff).toColourspace('srgb').raw().toBuffer());
  return {
    name: 'sharp',
    decodes: () => true,
    encodes: () => true,
    decode: (bytes, header, limits, shrink) =>
      decode(sharp, bytes, header, limits, shrink).catch((error) => {
        throw decodeError(error);
      }),
    encode: (image, output) =>
      encode(sharp, image, output).catch((error) => {
        throw encodeError(output.format, error);
      }),
    transcode: (...job) => transcode(sharp, ...job).catch(() => undefined),
    colors: (...file) => colorsOf(sharp, tables, ...file).catch(() => undefined),
  };
}

/** Divides the sides by `shrink` on the way, unless the machine has no place for the file that this takes. */
async function decode(
  sharp: Sharp,
  bytes: Uint8Array,
  header: Header,
  limits: Limits,
  shrink: Shrink = 1,
): Promise<Image> {
  const file = shrink > 1 ? await writeShrunk(bytes, shrink, limits) : undefined;
  if (!file) return decodeFrom(sharp, bytes, header, limits);
  try {
    return await decodeFrom(sharp, file.name, { ...header, ...shrunkExtent(header, shrink) }, limits);
  } finally {
    await file.remove();
  }
}

async function decodeFrom(
  sharp: Sharp,
  file: Uint8Array | string,
  header: Header,
  limits: Limits,
): Promise<Image> {
  const { type } = header;
  const { data, info } = await open(sharp, file, header, limits)
    .toColourspace(decodedSpace(header))
    .raw({ depth: RAW_DEPTH[type] })
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const stored = info.channels as Channels;
  const samples = alignedSamples(data, header, width * height * stored);
  const gray = header.channels < 3 && stored >= 3;
  const channels = gray ? ((stored - 2) as Channels) : stored;
  const kept = gray ? keepChannels(samples, stored as 3 | 4, type, channels) : samples;
  if (header.format === 'avif' && file instanceof Uint8Array)
    deepenToWhite(kept, readAvif(file, limits).depth);
  return checkDecoded({ width, height, channels, type, data: kept, space: 'srgb' }, header, limits);
}

/** The first frame, upright and in sRGB. */
function open(sharp: Sharp, file: Uint8Array | string, header: Header, limits: Limits): Pipeline {
  const { type } = header;
  const pipeline = sharp(file, {
    failOn: 'error',
    limitInputPixels: limits.pixels,
    sequentialRead: true,
    pages: 1,
    // Floats are kept as stored; a profile would round them to 8 bits. sRGB's would round the rest anew.
    ignoreIcc: type === 'f32' || header.profile === 'srgb',
  });
  // sharp turns 16 bits from their own profile to Display P3, whose file must be there to lead on to sRGB.
  if (type === 'u16' && header.profile === 'other' && header.channels >= 3) {
    pipeline.withIccProfile('srgb', { attach: false });
  }
  return upright(pipeline, header.orientation);
}

const RAW_DEPTH = { u8: 'uchar', u16: 'ushort', f32: 'float' } as const;

/**
 * The colour space in which libvips hands over the samples as they are stored. Gray with alpha has to
 * go through RGB for u8 and f32, since sharp drops the alpha of a raw `b-w` picture.
 */
function decodedSpace({ type, channels }: Header): string {
  if (type === 'u16') return channels < 3 ? 'grey16' : 'rgb16';
  if (channels === 1) return 'b-w';
  return type === 'f32' && channels >= 3 ? 'scrgb' : 'srgb';
}

/** By the profile that libvips finds in the file. */
async function colorsOf(sharp: Sharp, tables: ColorTables, bytes: Uint8Array, components: 3 | 4) {
  const { icc } = await sharp(bytes).metadata();
  return tables.get(components, icc);
}

/** For bytes without alpha, whose samples libvips hands on as they are, and formats that it encodes here. */
async function transcode(
  sharp: Sharp,
  ...[bytes, header, { format, options }, limits]: Parameters<Required<Codec>['transcode']>
): Promise<Uint8Array | undefined> {
  const { type, channels, orientation } = header;
  const plain = type === 'u8' && (channels === 1 || channels === 3) && header.format !== 'avif';
  // libvips' AVIFs would be turned once more when they are read.
  const turned = format === 'avif' && orientation !== 1;
  if (!plain || turned || (format === 'png' && !options.progressive)) return undefined;
  const { width, height } = uprightExtent(header, orientation);
  const { data, info } = await open(sharp, bytes, header, limits)
    .toColourspace(ENCODED_SPACE.u8[channels === 1 ? 'gray' : 'rgb'])
    .toFormat(format, { ...options })
    .toBuffer({ resolveWithObject: true });
  return info.width === width && info.height === height ? data : undefined;
}

/** Turns by the header's orientation, not by sharp's reading of EXIF, so that all codecs agree. */
function upright(pipeline: Pipeline, orientation: number): Pipeline {
  // sharp mirrors before it turns.
  if ([2, 7].includes(orientation)) pipeline.flop();
  if ([4, 5].includes(orientation)) pipeline.flip();
  if (orientation === 3) pipeline.rotate(180);
  if ([5, 6, 7].includes(orientation)) pipeline.rotate(90);
  if (orientation === 8) pipeline.rotate(270);
  return pipeline;
}

/** Views sharp's buffer as samples; copies only where it starts in the middle of one. */
function alignedSamples(data: Buffer, { type }: Header, length: number): Samples {
  const bytes = data.byteOffset % SAMPLE_BYTES[type] === 0 ? data : new Uint8Array(data);
  return viewSamples(type, bytes.buffer, bytes.byteOffset, length);
}

/** Largest side in pixels: of the format, and for JPEG of libjpeg (`JPEG_MAX_DIMENSION`). */
const MOST_SIDE: Readonly<Partial<Record<Output['format'], number>>> = {
  jpeg: 65_500,
  webp: 16_383,
  avif: 16_383,
  gif: 65_535,
};

const ENCODED_SPACE = {
  u8: { gray: 'b-w', rgb: 'srgb' },
  u16: { gray: 'grey16', rgb: 'rgb16' },
} as const;

async function encode(sharp: Sharp, image: Image, { format, options }: Output): Promise<Uint8Array> {
  const { width, height, channels, type, data } = image;
  const limit = MOST_SIDE[format];
  if (limit && Math.max(width, height) > limit) {
    throw new NoirError('cannot-encode', `${format} holds at most ${limit} pixels along a side`, {
      limit,
      actual: Math.max(width, height),
    });
  }
  if (data instanceof Float32Array) return encodeFloatTiff(image);
  if (type === 'u16' && options.compression === 'jpeg') {
    throw new NoirError('cannot-encode', 'TIFF packed as jpeg holds 8 bits per sample only');
  }
  // Interlaced files alone are left to libvips: its encoder takes several times as long.
  if (format === 'png' && !options.progressive) return encodePng(image, options);
  return sharp(data, { raw: { width, height, channels }, limitInputPixels: false })
    .toColourspace(ENCODED_SPACE[type === 'u16' ? 'u16' : 'u8'][channels < 3 ? 'gray' : 'rgb'])
    .toFormat(format, { ...options })
    .toBuffer();
}

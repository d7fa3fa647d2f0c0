/**
 * The beginning and end of every pipeline of libvips: opens a file as Noir's decoders do, returns raw samples, and
 * writes a format. The coder uses these one by one; a pipeline from file to file uses them together.
 */
import type { Sharp as Pipeline, RawOptions } from 'sharp';
import { NoirError } from '../../core/errors.ts';
import type { Extent, FrameRange, Shape } from '../../core/image.ts';
import type { Limits } from '../../core/limits.ts';
import type { Channels, PixelType } from '../../core/pixel.ts';
import { withKnownBrand } from '../../formats/avif/brand.ts';
import { withoutTransforms } from '../../formats/avif/transforms.ts';
import type { FormatName, Header, Output } from '../../formats/format.ts';
import { withBackdrop } from '../../formats/gif/screen.ts';
import { uprightMoves } from '../../formats/orientation.ts';
import { asksForPalette } from '../../formats/png/png.ts';
import { FORMATS } from '../../formats/registry.ts';
import { withPlainDirectories } from '../../formats/tiff/plain.ts';
import { withHolesTold } from '../../formats/webp/holes.ts';
import type { OpenedFile } from '../open.ts';
import type { Sharp } from './load.ts';
import { rememberJpeg } from './warnings.ts';

/**
 * The frame of a file, upright by its header's orientation and in sRGB. Several frames come as one picture, one below
 * the other: they must not be turned, so their header's orientation has to be 1.
 */
export function openFile(sharp: Sharp, opened: OpenedFile, limits: Limits): Pipeline {
  const { bytes, header, reading, range = { first: 0, count: 1 } } = opened;
  const { type, crop } = header;
  const { file, first } = prepare(bytes, { header, range }, limits);
  const pipeline = sharp(file, {
    failOn: header.errorsTell && reading.failOn === 'warning' ? 'error' : reading.failOn,
    limitInputPixels: limits.pixels * range.count,
    sequentialRead: true,
    // Without a page, libvips takes the primary item of an AVIF; with one, it counts all items.
    ...(header.format !== 'avif' && { page: first, pages: range.count }),
    // Floats are kept as stored; a profile would round them to 8 bits. sRGB's would round the rest anew. lcms applies
    // a profile for Lab to RGB.
    ignoreIcc: type === 'f32' || header.profile === 'srgb' || header.profile === 'unusable',
  });
  rememberJpeg(pipeline, opened, limits);
  // sharp converts 16 bits from their own profile to Display P3, and needs that profile's file to convert on to
  // sRGB. Gray without a target colour space stays as it is stored.
  if (type === 'u16' && header.profile === 'other') {
    pipeline.withIccProfile('srgb', { attach: false });
  }
  return turnUpright(crop ? pipeline.extract(crop) : pipeline, header.orientation);
}

/**
 * The file that libvips reads in place of the original, so that it reads the picture right, and the number of the
 * first frame.
 */
function prepare(
  bytes: Uint8Array,
  { header, range }: { readonly header: Header; readonly range: FrameRange },
  limits: Limits,
): { file: Uint8Array; first: number } {
  const { format, plain, page = 0 } = header;
  if (format === 'avif') return { file: withKnownBrand(withoutTransforms(bytes, limits)), first: 0 };
  if (plain) {
    const pages = { first: page + range.first, count: range.count };
    return { file: withPlainDirectories(bytes, pages, limits), first: 0 };
  }
  const backed = format === 'gif' ? withBackdrop(bytes, limits) : undefined;
  return backed ? { file: backed, first: 1 + range.first } : { file: bytes, first: page + range.first };
}

/** Turns by the header's orientation, not by sharp's reading of EXIF, so that all coders agree. */
export function turnUpright(pipeline: Pipeline, orientation: number): Pipeline {
  // sharp mirrors before it turns.
  const { flip, flop, turn } = uprightMoves(orientation);
  if (flip) pipeline.flip();
  if (flop) pipeline.flop();
  return turn > 0 ? pipeline.rotate(turn) : pipeline;
}

/**
 * The colour space in which libvips returns the stored samples unchanged. Gray with alpha has to go through RGB for
 * u8 and f32, because sharp drops the alpha of a raw `b-w` picture. Red is then the gray.
 */
export function decodedSpace({ type, channels }: Pick<Header, 'type' | 'channels'>): string {
  if (type === 'u16') return channels < 3 ? 'grey16' : 'rgb16';
  if (channels === 1) return 'b-w';
  return type === 'f32' && channels >= 3 ? 'scrgb' : 'srgb';
}

const RAW_DEPTH = { u8: 'uchar', u16: 'ushort', f32: 'float' } as const;

/** Raw samples of the pixel type, for `raw()`. */
export function rawOptions(type: PixelType): RawOptions {
  return { depth: RAW_DEPTH[type] };
}

const ENCODED_SPACE = {
  u8: { gray: 'b-w', rgb: 'srgb' },
  u16: { gray: 'grey16', rgb: 'rgb16' },
} as const;

/**
 * Ends a pipeline with a file in the output's format, without metadata. `channels` and `type`, u8 or u16, describe
 * the picture. Throws `cannot-encode` for options that do not suit them.
 */
export function writePipeline(
  pipeline: Pipeline,
  { format, options }: Output,
  channels: Channels,
  type: PixelType,
): Pipeline {
  if (type === 'u16' && options.compression === 'jpeg') {
    throw new NoirError('cannot-encode', 'TIFF packed as jpeg holds 8 bits per sample only');
  }
  // The colours of a palette have 8 bits.
  const deep = type === 'u16' && !(format === 'png' && asksForPalette(options));
  return pipeline
    .toColourspace(ENCODED_SPACE[deep ? 'u16' : 'u8'][channels < 3 ? 'gray' : 'rgb'])
    .toFormat(format, { ...options });
}

/** The file that libvips wrote, with what it leaves out. */
export function completeFile(bytes: Uint8Array, { format }: Pick<Output, 'format'>): Uint8Array {
  return format === 'webp' ? withHolesTold(bytes) : bytes;
}

/** The formats that libvips reads and writes, as sharp ships it. */
export const LIBVIPS_FORMATS: readonly FormatName[] = ['jpeg', 'png', 'webp', 'avif', 'gif', 'tiff'];

/** Throws `cannot-encode` for a picture with a longer side than libvips' encoder for the format takes. */
export function checkSides({ format }: Pick<Output, 'format'>, { width, height }: Extent): void {
  const limit = FORMATS[format].maxSide;
  const actual = Math.max(width, height);
  if (limit === undefined || actual <= limit) return;
  const message = `${format} holds at most ${limit} pixels along a side`;
  throw new NoirError('cannot-encode', message, { limit, actual });
}

/**
 * Whether calls after `openFile` have the same result as on the decoded picture. They do for integers that libvips
 * passes on unchanged.
 */
export function mayStartPipeline(header: Header, range?: FrameRange): boolean {
  const { type, format, profile, crop, premultiplied, narrow, byNoir } = header;
  if (!LIBVIPS_FORMATS.includes(format)) return false;
  // libvips knows no frames of PNGs, and does not clear all frames of GIFs.
  if (range && (format === 'png' || format === 'gif')) return false;
  // A second cut would come after a resize, and the division of colours by alpha after the last call, as would gray of
  // the whole range.
  if (crop || premultiplied || narrow || byNoir) return false;
  if (type === 'u8') return true;
  // Other files are widened or converted to sRGB after the last call.
  const isLast = format === 'avif' || profile === 'other';
  return type === 'u16' && !isLast;
}

/**
 * Whether `writePipeline` may end a pipeline of several calls: only for 8-bit pictures, and for formats that sharp's
 * coder writes. `header` describes the file at the beginning of the pipeline, if there is one.
 */
export function mayEndPipeline({ type }: Shape, { format, options }: Output, header?: Header): boolean {
  // Noir writes GIFs itself, in a tenth of the time.
  if (!LIBVIPS_FORMATS.includes(format) || format === 'gif') return false;
  // libvips writes the file's own orientation into AVIF and TIFF, which would be turned once more when they are read. An
  // AVIF may have another one in its EXIF, which does not count.
  const writesOrientation = format === 'avif' || format === 'tiff';
  const turnsAgain = writesOrientation && header && (header.orientation !== 1 || header.format === 'avif');
  // sharp writes the density of its input file into a PNG. Noir writes PNGs itself unless they are interlaced or
  // their number of colours is reduced.
  const isOwn = options.progressive !== true && !asksForPalette(options);
  const isPlainPng = format === 'png' && (header !== undefined || isOwn);
  // Other kinds of numbers are written by Noir.
  if (options.sampleFormat !== undefined) return false;
  return type === 'u8' && !turnsAgain && !isPlainPng;
}

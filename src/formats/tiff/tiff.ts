/** TIFF 6.0 and BigTIFF: recognises files, reads the header of a page, and lists the options for writing. */
import * as z from 'zod';
import { isNoirError } from '../../core/errors.ts';
import { validOrientation } from '../exif.ts';
import type { Format, Frames, Header } from '../format.ts';
import { type Profile, profileOf } from '../icc/icc.ts';
import { hasBytes } from '../reader.ts';
import { readTiffFacts } from './facts.ts';
import type { Directory } from './fields.ts';
import { COLOR_MODELS, MOST_SAMPLES } from './layout.ts';
import { readTiffBlocks, withTiffBlocks } from './metadata.ts';
import type { TiffPage } from './pages.ts';
import { readTiffPicture, type TiffPicture, type TiffReading } from './picture.ts';
import { TIFF_SAMPLE_FORMATS } from './sample-format.ts';
import { COMPRESSION, TAG } from './tags.ts';

/** Integers and floats of up to 64 bits, of any layout that TIFF 6.0 has. */
export const tiff: Format = {
  name: 'tiff',
  mime: 'image/tiff',
  extensions: ['tif', 'tiff'],
  types: ['u8', 'u16', 'f32'],
  animated: true,
  alpha: 'full',
  options: z.strictObject({
    // sharp's own default is JPEG. TIFF's users want the samples unchanged, of any depth.
    compression: z
      .enum(['none', 'lzw', 'deflate', 'packbits', 'jpeg'])
      .default('lzw')
      .describe(
        'Compression of the samples; only jpeg changes them. Floats, pictures with `sampleFormat`, and bands that are no alpha are not compressed',
      ),
    sampleFormat: z
      .enum(TIFF_SAMPLE_FORMATS)
      .optional()
      .describe(
        'Sample type of the file. Numbers stay the same, but are rounded and limited to its range; alpha is scaled. By default the pixel type of the picture',
      ),
    quality: z.number().int().min(1).max(100).default(80).describe('Quality for jpeg, 1 to 100'),
  }),
  measured: [{}],
  facts: readTiffFacts,
  holds: { profiles: ['GRAY', 'RGB '], exif: true, xmp: true, iptc: true, texts: false, density: true },
  readBlocks: readTiffBlocks,
  withBlocks: withTiffBlocks,
  sniff: (bytes) =>
    // `II` or `MM`, then 42 for TIFF or 43 for BigTIFF, in that byte order.
    SIGNATURES.some((signature) => hasBytes(bytes, 0, signature)),
  readHeader(bytes, limits, reading: TiffReading = {}) {
    const picture = readTiffPicture(bytes, limits, reading);
    const { pages } = picture;
    return { ...tiffHeader(picture), ...(pages.length > 1 && { frames: framesOf(pages) }) };
  },
};

/** The header of one page, whatever pages follow. */
export function tiffHeader(picture: TiffPicture): Header {
  const { width, height, channels, type, byLibvips, notes, place, last, directory } = picture;
  const errorsTell = tellsErrors(picture);
  return {
    ...{ format: 'tiff', width, height, channels, type },
    orientation: validOrientation(directory.first(TAG.orientation, 1)),
    profile: readProfile(picture),
    ...(place > 0 && { page: place }),
    ...(!byLibvips && { byNoir: true }),
    ...(byLibvips && errorsTell && { errorsTell: true }),
    ...(byLibvips && isPlain(picture, errorsTell) && { plain: true }),
    ...(last === 'extra' && { extra: true }),
    ...(notes.length > 0 && { notes }),
  };
}

/**
 * Compressions for which libvips reports damage in strips as an error. For JPEG, fax encodings and tiles it only
 * warns.
 */
const ERRORS_TELL: readonly number[] = [
  ...[COMPRESSION.none, COMPRESSION.lzw, COMPRESSION.packbits],
  ...[COMPRESSION.deflate, COMPRESSION.adobeDeflate],
];

function tellsErrors({ compression, parts, withoutLineEnds }: TiffPicture): boolean {
  return parts.kind === 'strips' && (ERRORS_TELL.includes(compression) || withoutLineEnds);
}

/**
 * Whether libvips needs a plain directory: where its warnings count, and where libtiff may read another meaning into
 * the file's own.
 */
function isPlain({ isInOddFile, parts }: TiffPicture, errorsTell: boolean): boolean {
  return !errorsTell || parts.estimated || isInOddFile();
}

/** Properties that pages must share to be processed together. */
const COMMON = [
  ...[TAG.width, TAG.height, TAG.bitsPerSample, TAG.photometric],
  ...[TAG.orientation, TAG.samplesPerPixel, TAG.extraSamples, TAG.sampleFormat],
];

function framesOf(pages: readonly TiffPage[]): Frames {
  const kinds = pages.map(({ directory }) => kindOf(directory));
  if (new Set(kinds).size === 1) return { kind: 'pages', count: pages.length };
  const reason = 'The pages differ in extent, depth or colours: `page` takes one of them';
  return { kind: 'pages', count: pages.length, apart: { reason, each: true } };
}

/**
 * Describes a page by its common properties. A later page that cannot be read is an error only for callers who ask
 * for it.
 */
function kindOf(page: Directory): string {
  try {
    return COMMON.map((tag) => page.all(tag, MOST_SAMPLES).join()).join(' ');
  } catch (error) {
    if (isNoirError(error)) return 'damaged';
    throw error;
  }
}

const SIGNATURES = [
  [0x49, 0x49, 42, 0],
  [0x4d, 0x4d, 0, 42],
  [0x49, 0x49, 43, 0],
  [0x4d, 0x4d, 0, 43],
];

/** Reads the profile. For inks and CIE Lab it has another meaning than for RGB. */
function readProfile({ model, directory }: TiffPicture): Profile {
  if (model === 'cmyk' || model === 'lab') return 'none';
  return profileOf(directory.bytes(TAG.profile), COLOR_MODELS[model].channels);
}

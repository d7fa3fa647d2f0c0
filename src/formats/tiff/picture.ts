/** The result of decoding a page of a TIFF: channels, pixel type, the reader, and notes for people. */

import { invalidParameters } from '../../core/errors.ts';
import type { Limits } from '../../core/limits.ts';
import { checkShape } from '../../core/limits.ts';
import type { Channels, PixelType } from '../../core/pixel.ts';
import { unsupportedDepth } from '../checks.ts';
import type { Reading } from '../input.ts';
import { type BandChoice, type Bands, chooseBands } from './bands.ts';
import { lacksLineEnds } from './fax.ts';
import { readJpegPart } from './jpeg-part.ts';
import { COLOR_MODELS, readTiffLayout, type TiffLayout } from './layout.ts';
import { isOldLzw } from './old-lzw.ts';
import { readTiffPages, type TiffPage } from './pages.ts';
import { CCITT, COMPRESSION, PHOTOMETRIC, TAG } from './tags.ts';

/** The options of a recipe for reading a TIFF. */
export interface TiffReading extends BandChoice, Partial<Pick<Reading, 'failOn'>> {
  /** The page, counted from 0. */
  readonly page?: number;
}

/** A page with its bands chosen. */
export interface TiffPicture extends TiffLayout, Bands, TiffPage {
  /** All pages of the file. */
  readonly pages: readonly TiffPage[];
  /** Channels of the result: colours, and alpha if there is any. */
  readonly channels: Channels;
  readonly type: PixelType;
  /** Whether libvips reads it, and right; otherwise Noir's own reader does. */
  readonly byLibvips: boolean;
  /** Whether the data is CCITT Group 3 without the code at the end of a line, of which libtiff warns only. */
  readonly withoutLineEnds: boolean;
}

/** As `readTiffPage`, for a file whose pages are not listed yet. */
export function readTiffPicture(bytes: Uint8Array, limits: Limits, reading: TiffReading): TiffPicture {
  return readTiffPage(bytes, readTiffPages(bytes, limits), limits, reading);
}

/** Reads all about a page but its data. Throws as `Format.readHeader`, and `invalid-parameter` for a page that is not there. */
export function readTiffPage(
  bytes: Uint8Array,
  pages: readonly TiffPage[],
  limits: Limits,
  reading: TiffReading,
): TiffPicture {
  const { page = 0 } = reading;
  const found = pages[page];
  if (!found) {
    const reason = `expected a page from 0 to ${pages.length - 1}, received ${page}`;
    throw invalidParameters([{ pointer: '/input/page', reason }]);
  }
  const layout = readTiffLayout(found.directory, bytes.length, limits);
  const bands = chooseBands(layout, reading);
  const { type, notes } = sampleType(layout);
  const colors =
    bands.colors === COLOR_MODELS[layout.model].samples ? COLOR_MODELS[layout.model].channels : bands.colors;
  const alpha = bands.last === 'unassociated' || bands.last === 'associated' ? 1 : 0;
  const picture: TiffPicture = {
    ...layout,
    ...bands,
    ...found,
    pages,
    channels: (colors + alpha) as Channels,
    type,
    withoutLineEnds: lacksLineEnds(bytes, layout),
    byLibvips:
      libvipsReads(layout, bands, reading) &&
      !isOldStyle(bytes, layout) &&
      (layout.model !== 'palette' || isFull({ ...layout, ...found })),
    notes: [...notes, ...bands.notes, ...lastNotes(bands), ...sparseNotes(layout)],
  };
  if (!picture.byLibvips) refuseUnread(picture, limits);
  else if (reading.failOn === 'warning') refuseProgressive(bytes, picture);
  return picture;
}

/** Whether the palette has a colour for each number, as libtiff wants it. */
function isFull({ directory, bits }: TiffLayout & Pick<TiffPage, 'directory'>): boolean {
  const whole = 3 * 2 ** bits;
  return directory.all(TAG.colorMap, 3 * 2 ** 16).length === whole;
}

function isOldStyle(bytes: Uint8Array, { compression, parts }: TiffLayout): boolean {
  return compression === COMPRESSION.lzw && isOldLzw(bytes, parts.offsets[0] as number);
}

function lastNotes({ last, bands }: Bands): string[] {
  if (last !== 'extra') return [];
  const place = ['', 'second', 'third', 'fourth', 'fifth'][bands.length - 1];
  return [`the ${place} band is no alpha: TIFF keeps it, filtered by itself; other formats leave it out`];
}

function sparseNotes({ parts }: TiffLayout): string[] {
  return parts.sparse ? ['strips or tiles that the file leaves out were read as 0'] : [];
}

/** The pixel type that holds the samples, and how they come to it. */
function sampleType({ bits, format, model }: TiffLayout): { type: PixelType; notes: readonly string[] } {
  if (model === 'palette') return { type: 'u8', notes: [] };
  if (format === 'unsigned' && bits <= 16) {
    const type = bits <= 8 ? 'u8' : 'u16';
    const whole = [1, 2, 4, 8, 16].includes(bits);
    return { type, notes: whole ? [] : [`samples of ${bits} bits were scaled to ${type}`] };
  }
  const name = `${format === 'float' ? 'float' : format === 'signed' ? 'int' : 'uint'}${bits}`;
  if (name === 'float32') return { type: 'f32', notes: [] };
  const exact = format === 'float' ? bits < 32 : bits <= 24;
  const rounded = format === 'float' ? 'rounded' : 'those beyond 2^24 rounded';
  const note = exact ? `${name} became f32 with the same numbers` : `${name} became f32, ${rounded}`;
  return { type: 'f32', notes: [note] };
}

const TILE_STEP = 16;

/**
 * Libvips 8.17 is right for samples side by side, of 8 and 16 bits. It gives wrong pixels, or none, for planes, bands
 * that are no alpha, and alpha that is multiplied in.
 */
function libvipsReads(
  layout: TiffLayout,
  { bands, last }: Bands,
  { alpha, bands: chosen }: TiffReading,
): boolean {
  const { count, planes, parts, compression, named } = layout;
  if (!named || planes || parts.misplaced || parts.sparse || chosen || alpha) return false;
  if (count !== bands.length) return false;
  // It takes two bands of gray for colours, and adds them once more.
  if (layout.model === 'gray' && count > 2) return false;
  if (hasOddTiles(layout)) return false;
  if (last === 'extra' || last === 'associated' || (last === 'unassociated' && !layout.extras)) return false;
  if (compression === COMPRESSION.jpeg) return isJpegOfLibvips(layout);
  if (CCITT.includes(compression)) return layout.bits === 1 && count === 1;
  if (compression === COMPRESSION.zstd) return false;
  return isOrdinary(layout);
}

/** Sides of tiles are multiples of 16 (TIFF 6.0 section 15). libtiff reads others with a warning, which counts as damage. */
function hasOddTiles({ parts }: TiffLayout): boolean {
  return parts.kind === 'tiles' && (parts.width % TILE_STEP !== 0 || parts.height % TILE_STEP !== 0);
}

function isJpegOfLibvips({ bits, format, model, count }: TiffLayout): boolean {
  return bits === 8 && format === 'unsigned' && model !== 'lab' && model !== 'palette' && count <= 4;
}

function isOrdinary({ bits, format, model, photometric, predictor, count }: TiffLayout): boolean {
  if (predictor < 1 || predictor > 3) return false;
  if (format === 'signed') return false;
  if (format === 'float') {
    const direct = model === 'rgb' || photometric === PHOTOMETRIC.blackIsZero;
    return bits === 32 && direct && predictor !== 2;
  }
  if (model === 'gray' || model === 'palette') {
    return bits === 8 || (bits === 16 && model === 'gray') || (count === 1 && [1, 2, 4].includes(bits));
  }
  if (model === 'rgb') return bits === 8 || bits === 16;
  return model === 'cmyk' && bits === 8;
}

/** Refuses a picture that neither libvips nor Noir's own reader reads. */
function refuseUnread(picture: TiffPicture, limits: Limits): void {
  const { bits, format, model, compression, predictor, planes, shared, count, last, parts } = picture;
  const inForm = (form: string) => unsupportedDepth(`TIFF ${form} cannot be read`);
  if (compression === COMPRESSION.jpeg) {
    if (bits !== 8) throw inForm(`packed as JPEG of ${bits} bits`);
    if (hasOddTiles(picture) && !planes)
      throw inForm(`packed as JPEG in tiles of ${parts.width}x${parts.height} pixels`);
    if (!planes || format !== 'unsigned') throw inForm('packed as JPEG with these bands');
  }
  if (![...Object.values<number>(COMPRESSION)].includes(compression))
    throw inForm('packed as CCITT in this form');
  const direct = model === 'gray' || model === 'rgb';
  const depths = direct ? depthsOf(format) : model === 'palette' ? [1, 2, 4, 8, 16] : [8, 16];
  if (!depths.includes(bits) || (!direct && format !== 'unsigned')) {
    throw inForm(`of ${bits} bits per sample in this form`);
  }
  const isOdd = planes ? parts.kind === 'tiles' : predictor !== 1;
  if (shared[0] * shared[1] > 1 && (isOdd || count > 3 || bits > 8)) {
    throw inForm('of subsampled chroma in this form');
  }
  if (last === 'associated' && !direct) throw inForm(`of ${model} that is multiplied by its alpha`);
  const predicts = predictor === 1 || (predictor === 2 && [8, 16, 32, 64].includes(bits));
  if (!predicts && !(predictor === 3 && format === 'float')) throw inForm(`with predictor ${predictor}`);
  // Bands besides the colours take memory too.
  if (last === 'extra')
    checkShape({ ...picture, channels: Math.min(4, picture.channels + 1) as Channels }, limits);
}

/** libtiff reads it with a warning, which cannot be told from one about damage. */
function refuseProgressive(bytes: Uint8Array, picture: TiffPicture): void {
  if (picture.compression !== COMPRESSION.jpeg || !readJpegPart(bytes, picture)?.progressive) return;
  throw unsupportedDepth("TIFF packed as progressive JPEG is read with the input option failOn 'error' only");
}

function depthsOf(format: TiffLayout['format']): readonly number[] {
  if (format === 'float') return [16, 32, 64];
  if (format === 'signed') return [8, 16, 32, 64];
  return [...Array.from({ length: 32 }, (_, index) => index + 1), 64];
}

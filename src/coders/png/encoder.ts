/** Encodes PNGs in bands of rows. */
import { setImmediate } from 'node:timers/promises';
import { NoirError } from '../../core/errors.ts';
import { type Image, pixelCount, type Shape } from '../../core/image.ts';
import { type Run, UNBOUND } from '../../core/run.ts';
import { withPauses } from '../pauses.ts';
import { type Bands, PngBands, type PngOptions } from './bands.ts';
import type { Crc32 } from './checksums.ts';
import { deflateBand, windowOf } from './deflate.ts';
import { FilteredBands, type FilteredPicture } from './filtered.ts';
import { plainHead } from './head.ts';
import { findReduction, plainForm } from './reduce.ts';
import { isSmall, packDrawing, shortest } from './trials.ts';
import { type PixelData, writePng } from './writer.ts';

/** The encoder's tools, besides the picture. */
interface Means {
  readonly run?: Run | undefined;
  /** Another CRC-32 than the fastest here. */
  readonly crc?: Crc32 | undefined;
}

/** Bands being deflated at once: the four threads of libuv's pool, and two that wait for one. */
const IN_FLIGHT = 6;

/**
 * Encodes u8 and u16 pictures as PNG, without metadata. Writes few colours as a palette and gray in few bits, if
 * decoders return the same samples. Examines each band of rows, filters it in place and deflates it on libuv's
 * threads while it filters the next band here; other work gets its turn between bands. Needs memory for six bands
 * besides the file, and a byte for each pixel of a palette. Encodes small pictures, and drawings of up to a megabyte, in
 * several ways and keeps the shortest result. The file depends on the picture and the options alone.
 */
export async function encodePng(image: Image, options: PngOptions = {}, means: Means = {}): Promise<Buffer> {
  checkShape(image);
  const { run } = means;
  const reduction = options.palette === false ? undefined : await withPauses(findReduction(image), run);
  const pack = (bands: Bands, level = options.compressionLevel) => packBands(image, bands, level, run);
  if (isSmall(image)) {
    const { head, data } = await shortest({ image, reduction, options, run }, pack);
    return withPauses(writePng(head, data, means.crc), run);
  }
  const form = reduction ? await withPauses(reduction.store(reduction.least), run) : plainForm(image);
  const data = await packDrawing(form.rows, options, pack, reduction !== undefined);
  return withPauses(writePng(form.head, data, means.crc), run);
}

/** The unchanged samples of a picture, in the form that `encodePng` deflates. */
export function packPixels(image: Image, options: PngOptions, { run }: Means = {}): Promise<PixelData> {
  checkShape(image);
  return packBands(image, new PngBands(image, options), options.compressionLevel, run);
}

/**
 * Encodes a picture whose rows are filtered already, in the same way but with its samples unchanged. The file decodes
 * to the same samples as that of `encodePng`.
 */
export async function encodeFilteredPng(
  picture: FilteredPicture,
  options: PngOptions = {},
  { run, crc }: Means = {},
): Promise<Buffer> {
  checkShape(picture);
  const data = await packBands(picture, new FilteredBands(picture, options), options.compressionLevel, run);
  return withPauses(writePng(plainHead(picture), data, crc), run);
}

function checkShape(shape: Shape): void {
  if (shape.type === 'f32') throw new NoirError('cannot-encode', 'png cannot hold f32 samples');
  if (pixelCount(shape) === 0) throw new NoirError('cannot-encode', 'png cannot hold a picture of no pixels');
}

async function packBands(
  { height }: Pick<Shape, 'height'>,
  bands: Bands,
  level: number | undefined,
  run: Run = UNBOUND,
): Promise<PixelData> {
  const parts: Promise<Buffer>[] = [];
  let before: Uint8Array | undefined;
  for (let first = 0; first < height; first = bands.endOf(first)) {
    await parts[parts.length - IN_FLIGHT];
    await setImmediate();
    run.signal.throwIfAborted();
    const last = bands.endOf(first) === height;
    const { bytes, method, filtered, release } = bands.filter(first);
    const part = deflateBand({ bytes, method, filtered, last, before }, level).finally(release);
    // The code below awaits it. Until then, a rejection must not count as unhandled.
    part.catch(() => {});
    parts.push(part);
    before = windowOf(bytes);
  }
  return { parts: await Promise.all(parts), adler: bands.adler };
}

import { setImmediate } from 'node:timers/promises';
import { NoirError } from '../../core/errors.ts';
import { type Image, pixelCount, type Shape } from '../../core/image.ts';
import { type Run, UNBOUND } from '../../core/run.ts';
import { withPauses } from '../pauses.ts';
import { type Bands, PngBands, type PngOptions } from './bands.ts';
import type { Crc32 } from './checksums.ts';
import { deflateBand, windowOf } from './deflate.ts';
import { FilteredBands, type FilteredPicture } from './filtered.ts';
import { type PixelData, writePng } from './writer.ts';

/** What the encoder works with beside the picture. */
interface Means {
  readonly run?: Run | undefined;
  /** Another CRC-32 than the fastest here. */
  readonly crc?: Crc32 | undefined;
}

/** Bands being deflated at once: the four threads of libuv's pool, and two that wait for one. */
const IN_FLIGHT = 6;

/**
 * Encodes u8 and u16 pictures as PNG, without metadata. Each band of rows is looked at, filtered in place of
 * its samples and deflated on libuv's threads while the next one is filtered here; other work gets its turn
 * between bands. Needs six bands beside the file, whatever the picture. The file depends on the picture and
 * the options alone.
 */
export async function encodePng(image: Image, options: PngOptions = {}, means: Means = {}): Promise<Buffer> {
  checkShape(image);
  return encodeBands(image, new PngBands(image, options), options.compressionLevel, means);
}

/** The pixel data of a picture, as `encodePng` writes it. */
export function packPixels(image: Image, options: PngOptions, means: Means = {}): Promise<PixelData> {
  checkShape(image);
  return packBands(image, new PngBands(image, options), options.compressionLevel, means);
}

/**
 * Encodes a picture whose rows somebody else filtered, in the same way. The file decodes to the same samples as
 * that of `encodePng`, and is about as long.
 */
export async function encodeFilteredPng(
  picture: FilteredPicture,
  options: PngOptions = {},
  means: Means = {},
): Promise<Buffer> {
  checkShape(picture);
  return encodeBands(picture, new FilteredBands(picture, options), options.compressionLevel, means);
}

function checkShape(shape: Shape): void {
  if (shape.type === 'f32') throw new NoirError('cannot-encode', 'png cannot hold f32 samples');
  if (pixelCount(shape) === 0) throw new NoirError('cannot-encode', 'png cannot hold a picture of no pixels');
}

async function encodeBands(
  shape: Shape,
  bands: Bands,
  level: number | undefined,
  means: Means,
): Promise<Buffer> {
  const data = await packBands(shape, bands, level, means);
  return withPauses(writePng(shape, data, means.crc), means.run);
}

async function packBands(
  shape: Shape,
  bands: Bands,
  level: number | undefined,
  { run = UNBOUND }: Means,
): Promise<PixelData> {
  const parts: Promise<Buffer>[] = [];
  let before: Uint8Array | undefined;
  for (let first = 0; first < shape.height; first = bands.endOf(first)) {
    await parts[parts.length - IN_FLIGHT];
    await setImmediate();
    run.signal.throwIfAborted();
    const last = bands.endOf(first) === shape.height;
    const { bytes, method, filtered, release } = bands.filter(first);
    const part = deflateBand({ bytes, method, filtered, last, before }, level).finally(release);
    // It is awaited further on; until then its failure is nobody's.
    part.catch(() => {});
    parts.push(part);
    before = windowOf(bytes);
  }
  return { parts: await Promise.all(parts), adler: bands.adler };
}

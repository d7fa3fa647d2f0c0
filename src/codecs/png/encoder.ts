import { setImmediate } from 'node:timers/promises';
import { NoirError } from '../../core/errors.ts';
import { type Image, pixelCount } from '../../core/image.ts';
import { PngBands, type PngOptions } from './bands.ts';
import { type Crc32, crc32 } from './checksums.ts';
import { deflateBand, windowOf } from './deflate.ts';
import { writePng } from './writer.ts';

/** Bands being deflated at once: the four threads of libuv's pool, and two that wait for one. */
const IN_FLIGHT = 6;

/**
 * Encodes u8 and u16 pictures as PNG, without metadata. Each band of rows is looked at, filtered in place of
 * its samples and deflated on libuv's threads while the next one is filtered here; other work gets its turn
 * between bands. Needs six bands beside the file, whatever the picture. The file depends on the picture and
 * the options alone.
 */
export async function encodePng(image: Image, options: PngOptions = {}, crc: Crc32 = crc32): Promise<Buffer> {
  if (image.type === 'f32') throw new NoirError('cannot-encode', 'png cannot hold f32 samples');
  if (pixelCount(image) === 0) throw new NoirError('cannot-encode', 'png cannot hold a picture of no pixels');
  const bands = new PngBands(image, options);
  const parts: Promise<Buffer>[] = [];
  let before: Uint8Array | undefined;
  for (let first = 0; first < image.height; first = bands.endOf(first)) {
    await parts[parts.length - IN_FLIGHT];
    await setImmediate();
    const last = bands.endOf(first) === image.height;
    const { bytes, method, release } = bands.filter(first);
    const part = deflateBand({ bytes, method, last, before }, options.compressionLevel).finally(release);
    // It is awaited further on; until then its failure is nobody's.
    part.catch(() => {});
    parts.push(part);
    before = windowOf(bytes);
  }
  return writePng(image, await Promise.all(parts), bands.adler, crc);
}

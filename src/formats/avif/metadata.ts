/** Reads the blocks of metadata of an AVIF, and puts such blocks into one. */
import { isNoirError } from '../../core/errors.ts';
import type { Limits } from '../../core/limits.ts';
import { exifDensity, squareDensity } from '../density.ts';
import type { MetadataBlocks } from '../metadata.ts';
import { hasText, Reader } from '../reader.ts';
import { type Box, boxes, fileBoxes } from './bmff.ts';
import { readAvifItems } from './items.ts';
import { type Location, readLocations } from './locations.ts';

/** Bytes of a full box's version and flags. */
export const FLAGS = 4;

/** Bytes of EXIF or XMP at most. */
const MOST_BYTES = 2 ** 20;

/** An item of the file: a picture, or metadata. */
interface Item {
  readonly id: number;
  readonly type: string;
}

/** The boxes inside of `meta`, and the file's own reader. */
export interface Meta {
  readonly reader: Reader;
  readonly meta: Box;
  readonly parts: readonly Box[];
  readonly items: readonly Item[];
}

/** The boxes that describe the items. Throws as `readHeader` does. */
export function readMeta(bytes: Uint8Array, limits: Limits): Meta | undefined {
  const reader = new Reader(bytes, 'big');
  const count = { boxes: 0, limits };
  const meta = [...fileBoxes(reader, count)].find(({ type }) => type === 'meta');
  if (!meta) return undefined;
  const parts = [...boxes(reader, meta.start + FLAGS, meta.end, count)];
  // ISO/IEC 14496-12 8.11.6: the number of items takes 2 bytes, or 4 from version 1 on.
  const lists = parts.filter(({ type }) => type === 'iinf');
  const entries = lists.flatMap(({ start, end }) => [
    ...boxes(reader, start + FLAGS + (reader.u8(start) === 0 ? 2 : 4), end, count),
  ]);
  const items = entries.filter(({ type }) => type === 'infe').map((box) => readItem(reader, box));
  return { reader, meta, parts, items };
}

/**
 * An id of 2 bytes, or 4 from version 3 on, 2 bytes of protection, and the type. Without a type for a box that is too short,
 * since damaged metadata spoil no picture.
 */
function readItem(reader: Reader, { start, end }: Box): Item {
  const at = start + FLAGS;
  const isWide = at <= end && reader.u8(start) >= 3;
  const place = at + (isWide ? 6 : 4);
  if (place + 4 > end) return { id: 0, type: '' };
  return { id: isWide ? reader.u32(at) : reader.u16(at), type: reader.text(place, 4) };
}

/** The blocks of a file. Throws as `readHeader` does. */
export function readAvifBlocks(bytes: Uint8Array, limits: Limits): MetadataBlocks {
  const { primary, properties, places } = readAvifItems(new Reader(bytes, 'big'), limits);
  const own = (places.get(primary) ?? []).flatMap(({ index }) => properties[index - 1] ?? []);
  const colr = own.find(
    ({ type, start }) => type === 'colr' && ['prof', 'rICC'].some((name) => hasText(bytes, start, name)),
  );
  return {
    icc: colr && bytes.subarray(colr.start + 4, colr.end),
    ...ignoringFaults(() => readItems(bytes, limits)),
  };
}

function readItems(bytes: Uint8Array, limits: Limits): MetadataBlocks {
  const found = readMeta(bytes, limits);
  if (!found) return {};
  const { parts, reader, items } = found;
  const iloc = parts.find(({ type }) => type === 'iloc');
  const locations = iloc ? readLocations(reader, iloc, limits).items : [];
  const dataOf = (type: string) => {
    const item = items.find((one) => one.type === type);
    const location = item && locations.find(({ id }) => id === item.id);
    return location && readData(bytes, parts, location);
  };
  const exif = dataOf('Exif');
  // The offset of the TIFF header stands in front (ISO/IEC 23008-12 annex A.2.1).
  const skip = exif && exif.length > 4 ? 4 + new Reader(exif, 'big').u32(0) : undefined;
  const block = skip === undefined ? undefined : exif?.subarray(skip);
  return { exif: block, xmp: dataOf('mime'), density: squareDensity(block && exifDensity(block, limits)) };
}

function readData(
  bytes: Uint8Array,
  parts: readonly Box[],
  { extents, construction }: Location,
): Uint8Array | undefined {
  const idat = parts.find(({ type }) => type === 'idat');
  const base = construction === 1 ? idat?.start : 0;
  const total = extents.reduce((sum, { length }) => sum + length, 0);
  if (base === undefined || construction > 1 || total > MOST_BYTES) return undefined;
  return Buffer.concat(
    extents.map(({ offset, length }) => bytes.subarray(base + offset, base + offset + length)),
  );
}

/** Damaged metadata spoil no picture. */
function ignoringFaults(read: () => MetadataBlocks): MetadataBlocks {
  try {
    return read();
  } catch (error) {
    if (isNoirError(error)) return {};
    throw error;
  }
}

/**
 * Writes the directory of a page anew for libtiff, with the fields that decide its pixels and nothing else, in order.
 * libtiff warns of much that decides no pixel: tags out of order, private tags, wrong counts of a page number. By
 * libvips' `failOn` such a warning cannot be told from damage. With a plain directory, warnings that are left are
 * about the data. For the same reason fields that old writers leave out or get wrong are written as Noir read them.
 */
import type { FrameRange } from '../../core/image.ts';
import type { Limits } from '../../core/limits.ts';
import { isLittleEndian, readTiffDirectories } from './directory.ts';
import type { Directory } from './fields.ts';
import { readJpegPart } from './jpeg-part.ts';
import { readTiffLayout, type TiffLayout } from './layout.ts';
import { hasTakenValue } from './oddities.ts';
import { CCITT, COMPRESSION, TAG } from './tags.ts';

const SHORT = 3;
const LONG = 4;
const LONG8 = 16;

/** Fields that are copied as they are stored. */
const COPIED: readonly number[] = [
  ...[TAG.xResolution, TAG.yResolution, TAG.resolutionUnit],
  ...[TAG.jpegTables, TAG.ycbcrCoefficients, TAG.referenceBlackWhite],
];

/** Numbers of a palette for 16 bits. */
const MOST_COLORS = 3 * 2 ** 16;

interface Entry {
  readonly type: number;
  readonly values: readonly number[];
}

/** How numbers are written: in the file's own order, and offsets in its own width. */
interface Style {
  readonly little: boolean;
  readonly big: boolean;
}

/**
 * The file with plain directories behind its last byte in place of all others: those of `count` pages from a place among
 * them on. Throws as `readTiffLayout`.
 */
export function withPlainDirectories(
  bytes: Uint8Array,
  { first, count }: FrameRange,
  limits: Limits,
): Uint8Array {
  const little = isLittleEndian(bytes);
  const style: Style = { little, big: bytes[little ? 2 : 3] === 43 };
  // Offsets are even.
  const start = bytes.length + (bytes.length % 2);
  const pages = readTiffDirectories(bytes, limits).slice(first, first + count);
  const written: Uint8Array[] = [];
  let end = start;
  for (const [index, page] of pages.entries()) {
    const layout = readTiffLayout(page, bytes.length, limits);
    const inJpeg = layout.compression === COMPRESSION.jpeg && layout.model === 'ycbcr';
    // libtiff goes by the JPEG's own numbers, with a warning where the page has others or none.
    const shared = (inJpeg && readJpegPart(bytes, layout)?.shared) || undefined;
    const entries = entriesOf(page, layout, style);
    if (shared) entries.set(TAG.ycbcrSubsampling, { type: SHORT, values: shared });
    const directory = writeDirectory(entries, end, { ...style, last: index === pages.length - 1 });
    written.push(directory);
    end += directory.length;
  }
  const file = Buffer.alloc(end);
  file.set(bytes);
  file.set(Buffer.concat(written), start);
  file.set(offsetOf(start, style), style.big ? 8 : 4);
  return file;
}

function entriesOf(
  directory: Directory,
  layout: TiffLayout,
  { big }: Style,
): Map<number, Entry | Uint8Array> {
  const { width, height, bits, count, photometric, compression, extras, shared, model, parts, format } =
    layout;
  const tiles = parts.kind === 'tiles';
  const long = (...values: readonly number[]): Entry => ({ type: LONG, values });
  const short = (...values: readonly number[]): Entry => ({ type: SHORT, values });
  const places = (values: readonly number[]): Entry => ({ type: big ? LONG8 : LONG, values });
  const each = (value: number) => short(...Array<number>(count).fill(value));
  const entries = new Map<number, Entry | Uint8Array>();
  for (const tag of [...COPIED, ...codingOf(layout)]) {
    const stored = directory.entry(tag);
    if (stored && hasTakenValue(directory, tag)) entries.set(tag, stored);
  }
  entries.set(TAG.width, long(width)).set(TAG.height, long(height));
  entries.set(TAG.bitsPerSample, each(bits)).set(TAG.samplesPerPixel, short(count));
  entries.set(TAG.photometric, short(photometric)).set(TAG.compression, short(compression));
  if (layout.reversed) entries.set(TAG.fillOrder, short(2));
  if (layout.predictor > 1) entries.set(TAG.predictor, short(layout.predictor));
  if (model === 'palette') entries.set(TAG.colorMap, short(...directory.all(TAG.colorMap, MOST_COLORS)));
  entries.set(TAG.sampleFormat, each(format === 'float' ? 3 : 1));
  entries.set(tiles ? TAG.tileOffsets : TAG.stripOffsets, places(parts.offsets));
  entries.set(tiles ? TAG.tileByteCounts : TAG.stripByteCounts, places(parts.counts));
  if (tiles) entries.set(TAG.tileWidth, long(parts.width)).set(TAG.tileLength, long(parts.height));
  else entries.set(TAG.rowsPerStrip, long(parts.height));
  const beside = extras?.slice(0, count) ?? [];
  if (beside.length > 0) entries.set(TAG.extraSamples, short(...beside));
  if (model === 'ycbcr' && directory.has(TAG.ycbcrSubsampling)) {
    entries.set(TAG.ycbcrSubsampling, directory.entry(TAG.ycbcrSubsampling) ?? short(...shared));
  }
  if (directory.bytes(TAG.profile)) entries.set(TAG.profile, directory.entry(TAG.profile) as Uint8Array);
  return entries;
}

/** The fields of a fax encoding. */
function codingOf({ compression }: TiffLayout): readonly number[] {
  return CCITT.includes(compression) ? [TAG.t4Options, TAG.t6Options] : [];
}

/** A directory at `start`, its long values behind it, and behind them the next one, unless it is the last. */
function writeDirectory(
  entries: ReadonlyMap<number, Entry | Uint8Array>,
  start: number,
  { last, ...style }: Style & { readonly last: boolean },
): Uint8Array {
  const { big } = style;
  const [inline, head] = big ? [8, 8] : [4, 2];
  const sorted = [...entries].sort(([a], [b]) => a - b);
  let end = start + head + sorted.length * (big ? 20 : 12) + inline;
  const behind: Uint8Array[] = [];
  const rows = sorted.map(([tag, entry]) => {
    if (entry instanceof Uint8Array) return entry;
    const data = Buffer.concat(entry.values.map((value) => numberOf(value, entry.type, style)));
    const value = Buffer.alloc(inline);
    if (data.length <= inline) value.set(data);
    else {
      value.set(offsetOf(end, style));
      // Every directory begins at an even offset.
      const padded = data.length % 2 === 0 ? data : Buffer.concat([data, Buffer.alloc(1)]);
      behind.push(padded);
      end += padded.length;
    }
    const kind = [numberOf(tag, SHORT, style), numberOf(entry.type, SHORT, style)];
    return Buffer.concat([...kind, offsetOf(entry.values.length, style), value]);
  });
  const count = big ? offsetOf(sorted.length, style) : numberOf(sorted.length, SHORT, style);
  return Buffer.concat([count, ...rows, offsetOf(last ? 0 : end, style), ...behind]);
}

function offsetOf(value: number, style: Style): Uint8Array {
  return numberOf(value, style.big ? LONG8 : LONG, style);
}

function numberOf(value: number, type: number, { little }: Style): Uint8Array {
  const bytes = new Uint8Array({ [SHORT]: 2, [LONG]: 4, [LONG8]: 8 }[type] as number);
  const view = new DataView(bytes.buffer);
  if (type === SHORT) view.setUint16(0, value, little);
  else if (type === LONG) view.setUint32(0, value, little);
  else view.setBigUint64(0, BigInt(value), little);
  return bytes;
}

/** Assembles the chosen bands of a page from its strips or tiles. */
import { type Extent, pixelCount } from '../../../core/image.ts';
import { allocateSamples, type PixelType, type Samples } from '../../../core/pixel.ts';
import { type Run, UNBOUND } from '../../../core/run.ts';
import { partBytes } from '../../../formats/tiff/parts.ts';
import type { TiffPicture } from '../../../formats/tiff/picture.ts';
import { COMPRESSION, PHOTOMETRIC } from '../../../formats/tiff/tags.ts';
import { type InPieces, inPieces, withPauses } from '../../pauses.ts';
import { readChroma, spreadChroma } from './chroma.ts';
import { unpackPart } from './unpack.ts';
import { type Row, rowReader } from './words.ts';

/** Destination of the samples: interleaved, with as many per pixel as there are bands. */
interface Goal {
  readonly samples: Samples;
  readonly width: number;
  readonly stride: number;
}

/** Copies samples of a row, from `from` in the row to `to` in a pixel. */
interface Lane {
  readonly from: number;
  readonly to: number;
  /** The value to subtract samples from. Undefined for samples that stay unchanged. */
  readonly white?: number | undefined;
}

/** The pixel type of samples before they become colours. Packed integers are not scaled yet. */
function storedType({ bits, format }: Pick<TiffPicture, 'bits' | 'format'>): PixelType {
  if (format !== 'unsigned' || bits > 16) return 'f32';
  return bits <= 8 ? 'u8' : 'u16';
}

/** How the file is to be read. */
export interface BandContext {
  readonly little: boolean;
  /** Whether a strip or tile stays empty after this error. */
  passesOver(error: unknown): boolean;
  readonly unpackJpeg: UnpackJpeg;
  readonly run?: Run | undefined;
}

/** The samples of a JPEG that holds one band of a strip or tile, which has at least that many columns and rows. */
type UnpackJpeg = (data: Uint8Array, extent: Extent) => Promise<Uint8Array>;

/**
 * The samples of the chosen bands, interleaved by pixel. Throws `corrupt-image` or `truncated-image` for a strip or
 * tile that cannot be unpacked, unless the context passes over it.
 */
export async function readBands(
  bytes: Uint8Array,
  picture: TiffPicture,
  { little, passesOver, unpackJpeg, run = UNBOUND }: BandContext,
): Promise<Samples> {
  const { width, bands, planes, parts } = picture;
  const stride = bands.length;
  const samples = allocateSamples(storedType(picture), pixelCount(picture) * stride);
  const goal: Goal = { samples, width, stride };
  const all = parts.across * parts.down;
  const white = (band: number) => (band === 0 ? whiteOf(picture) : undefined);
  const sets = planes
    ? bands.map((band, to) => ({ band, lanes: [{ from: 0, to, white: white(band) }] }))
    : [{ band: 0, lanes: bands.map((from, to) => ({ from, to, white: white(from) })) }];
  for (const { band, lanes } of sets) {
    for (let index = 0; index < all; index++) {
      run.signal.throwIfAborted();
      try {
        const unpacked = await unpackAt(bytes, picture, { band, index }, { run, unpackJpeg });
        const placing = { picture, index, band, lanes, goal, little };
        if (unpacked) await withPauses(placePart(unpacked, placing), run);
      } catch (error) {
        if (!passesOver(error)) throw error;
      }
    }
  }
  return samples;
}

/** The sample value of black when white is zero: the other end of the samples' range. */
function whiteOf({ photometric, format, bits }: TiffPicture): number | undefined {
  if (photometric !== PHOTOMETRIC.whiteIsZero) return undefined;
  if (format === 'float') return 1;
  return format === 'signed' ? -1 : 2 ** bits - 1;
}

/** Rows of a part that lie within the picture. */
function rowsOf({ parts, height }: TiffPicture, index: number): number {
  const top = Math.floor((index % (parts.across * parts.down)) / parts.across) * parts.height;
  return Math.min(parts.height, height - top);
}

/** Undefined for a part that the file leaves out. */
async function unpackAt(
  bytes: Uint8Array,
  picture: TiffPicture,
  { band, index }: { readonly band: number; readonly index: number },
  { run, unpackJpeg }: { readonly run: Run; readonly unpackJpeg: UnpackJpeg },
): Promise<Uint8Array | undefined> {
  const { parts, shared, compression } = picture;
  const number = band * parts.across * parts.down + index;
  const [offset = 0, count = 0] = [parts.offsets[number], parts.counts[number]];
  if (offset === 0 && count === 0) return undefined;
  const data = bytes.subarray(offset, offset + count);
  const rows = rowsOf(picture, index);
  if (compression === COMPRESSION.jpeg) {
    const [columns, lines] = band > 0 ? shared : [1, 1];
    return unpackJpeg(data, { width: Math.ceil(parts.width / columns), height: Math.ceil(rows / lines) });
  }
  const room = {
    least: partBytes(parts, rows, picture, band),
    most: partBytes(parts, parts.height, picture, band),
  };
  return unpackPart(data, picture, room, run);
}

interface Placing {
  readonly picture: TiffPicture;
  /** The number of the part in its plane. */
  readonly index: number;
  /** The band, if it has a plane of its own. */
  readonly band: number;
  readonly lanes: readonly Lane[];
  readonly goal: Goal;
  readonly little: boolean;
}

function placePart(unpacked: Uint8Array, placing: Placing): InPieces<void> {
  const { picture, index, band, lanes, goal, little } = placing;
  const { parts, shared, planes } = picture;
  const [left, top] = [(index % parts.across) * parts.width, Math.floor(index / parts.across) * parts.height];
  const columns = Math.min(parts.width, picture.width - left);
  const rows = rowsOf(picture, index);
  const at = (y: number) => ((top + y) * goal.width + left) * goal.stride;
  if (shared[0] * shared[1] > 1 && (!planes || band > 0)) {
    return planes
      ? placeChroma(unpacked, placing, { columns, rows, at })
      : inPieces(rows, columns * 3, (from, to) => {
          const area = { columns, partColumns: parts.width, shared };
          for (let y = from; y < to; y++) readChroma(unpacked, area, y, goal.samples.subarray(at(y)));
        });
  }
  const count = planes ? 1 : picture.count;
  const read = rowReader(picture, { columns: parts.width, count, little });
  const rowBytes = partBytes(parts, 1, picture);
  const asStored = lanes.length === count && lanes.every((lane) => lane.from === lane.to && !isCounted(lane));
  const whole = asStored && goal.stride === count && columns === parts.width;
  return inPieces(rows, columns * count, (from, to) => {
    for (let y = from; y < to; y++) {
      const row = read(unpacked, y * rowBytes);
      if (whole) {
        goal.samples.set(row, at(y));
        continue;
      }
      for (const lane of lanes) copyLane(row, { ...lane, step: count, columns }, goal, at(y));
    }
  });
}

/** Places a chroma that has a plane of its own, of fewer columns and rows than the picture. */
function placeChroma(
  unpacked: Uint8Array,
  { picture, lanes, goal, little }: Placing,
  { columns, rows, at }: { readonly columns: number; readonly rows: number; at(y: number): number },
): InPieces<void> {
  const { shared, parts } = picture;
  const width = Math.ceil(parts.width / shared[0]);
  const read = rowReader(picture, { columns: width, count: 1, little });
  const first = lanes[0]?.to ?? 0;
  return inPieces(rows, columns, (from, to) => {
    for (let y = from; y < to; y++) {
      const row = read(unpacked, Math.floor(y / shared[1]) * width);
      const line = goal.samples.subarray(at(y));
      spreadChroma(row, { columns, shared }, { line, first, stride: goal.stride });
    }
  });
}

function isCounted({ white }: Lane): boolean {
  return white !== undefined;
}

function copyLane(
  row: Row,
  { from, to, white, step, columns }: Lane & { readonly step: number; readonly columns: number },
  { samples, stride }: Goal,
  start: number,
): void {
  for (let x = 0, source = from, at = start + to; x < columns; x++, source += step, at += stride) {
    const value = row[source] as number;
    samples[at] = white === undefined ? value : white - value;
  }
}

import { hasAlpha, type Image } from '../core/image.ts';
import { TAG } from './tiff-data.ts';

const SHORT = 3;
const LONG = 4;

/** SampleFormat: IEEE floating point (TIFF 6.0 section 19). */
const IEEE = 3;

/** ExtraSamples: unassociated alpha, which is not premultiplied (TIFF 6.0 section 18). */
const EXTRA_SAMPLES = 338;
const STRAIGHT_ALPHA = 2;

interface Field {
  readonly tag: number;
  readonly type: typeof SHORT | typeof LONG;
  readonly values: readonly number[];
}

/** Header, number of entries, and where the first entry stands (TIFF 6.0 section 2). */
const FIRST_ENTRY = 10;

/**
 * Writes an f32 picture of 1 to 4 channels as TIFF 6.0: little-endian, one strip, not packed. Every bit
 * of every sample is kept.
 */
export function encodeFloatTiff(image: Image): Uint8Array {
  const fields = describe(image);
  const spill = FIRST_ENTRY + fields.length * 12 + 4;
  // Two fields of at most 8 bytes do not fit into their entries; samples are aligned to 8 bytes.
  const start = Math.ceil((spill + 16) / 8) * 8;
  const file = new Uint8Array(start + image.data.byteLength);
  const view = new DataView(file.buffer);
  // `II`, 42, and the offset of the directory.
  view.setUint32(0, 0x002a4949, true);
  view.setUint32(4, 8, true);
  view.setUint16(8, fields.length, true);
  let free = spill;
  for (const [index, { tag, type, values }] of fields.entries()) {
    const entry = FIRST_ENTRY + index * 12;
    view.setUint16(entry, tag, true);
    view.setUint16(entry + 2, type, true);
    view.setUint32(entry + 4, values.length, true);
    const offset = tag === TAG.stripOffsets ? start : values.length > 2 ? free : undefined;
    if (offset !== undefined) view.setUint32(entry + 8, offset, true);
    else writeValues(view, entry + 8, type, values);
    if (values.length <= 2) continue;
    writeValues(view, free, type, values);
    free += 8;
  }
  // Every machine that Node runs on here is little-endian.
  file.set(new Uint8Array(image.data.buffer, image.data.byteOffset, image.data.byteLength), start);
  return file;
}

function writeValues(view: DataView, at: number, type: number, values: readonly number[]): void {
  values.forEach((value, index) => {
    if (type === LONG) view.setUint32(at + index * 4, value, true);
    else view.setUint16(at + index * 2, value, true);
  });
}

/** The directory's fields, in ascending order of their tags as TIFF 6.0 section 2 demands. */
function describe({ width, height, channels, data }: Image): Field[] {
  const short = (tag: number, ...values: number[]): Field => ({ tag, type: SHORT, values });
  const long = (tag: number, value: number): Field => ({ tag, type: LONG, values: [value] });
  const perSample = (value: number) => Array<number>(channels).fill(value);
  return [
    long(TAG.width, width),
    long(TAG.height, height),
    short(TAG.bitsPerSample, ...perSample(32)),
    short(TAG.compression, 1),
    short(TAG.photometric, channels < 3 ? 1 : 2),
    long(TAG.stripOffsets, 0),
    short(TAG.samplesPerPixel, channels),
    long(TAG.rowsPerStrip, height),
    long(TAG.stripByteCounts, data.byteLength),
    ...(hasAlpha(channels) ? [short(EXTRA_SAMPLES, STRAIGHT_ALPHA)] : []),
    short(TAG.sampleFormat, ...perSample(IEEE)),
  ];
}

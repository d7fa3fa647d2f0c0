/** Reads the TIFFs that the page asks the server for: one strip layout, no compression (TIFF 6.0). */
import type { Samples, SampleType } from './samples.ts';

const TAG = {
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  offsets: 273,
  channels: 277,
  lengths: 279,
  planar: 284,
  sampleFormat: 339,
} as const;

/** Bytes of the types of numbers that these tags have: BYTE, SHORT, LONG. */
const BYTES: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4 };

type Tags = ReadonlyMap<number, readonly number[]>;

/** The samples of the first page. Throws an error for a file of another kind. */
export function readTiff(bytes: ArrayBuffer): Samples {
  const view = new DataView(bytes);
  const little = view.getUint16(0) === 0x4949;
  if (view.getUint16(2, little) !== 42) throw new Error('this is no TIFF');
  const tags = readTags(view, little);
  const one = (tag: number, fallback: number) => tags.get(tag)?.[0] ?? fallback;
  if (one(TAG.compression, 1) !== 1 || one(TAG.planar, 1) !== 1) throw new Error('this TIFF is packed');
  const [width, height, channels] = [one(TAG.width, 0), one(TAG.height, 0), one(TAG.channels, 1)];
  const type = typeOf(one(TAG.bits, 8), one(TAG.sampleFormat, 1));
  const data = asSamples(joinStrips(bytes, tags), type, little);
  if (data.length < width * height * channels) throw new Error('this TIFF is cut');
  return { width, height, channels, type, data };
}

function readTags(view: DataView, little: boolean): Tags {
  const start = view.getUint32(4, little);
  const tags = new Map<number, readonly number[]>();
  for (let index = 0; index < view.getUint16(start, little); index++) {
    const at = start + 2 + 12 * index;
    const size = BYTES[view.getUint16(at + 2, little)];
    const count = view.getUint32(at + 4, little);
    if (size === undefined) continue;
    const place = size * count <= 4 ? at + 8 : view.getUint32(at + 8, little);
    const read = (number: number) => {
      if (size === 1) return view.getUint8(place + number);
      if (size === 2) return view.getUint16(place + 2 * number, little);
      return view.getUint32(place + 4 * number, little);
    };
    tags.set(
      view.getUint16(at, little),
      Array.from({ length: count }, (_, number) => read(number)),
    );
  }
  return tags;
}

function typeOf(bits: number, sampleFormat: number): SampleType {
  const known = { 8: 'u8', 16: 'u16', 32: sampleFormat === 3 ? 'f32' : undefined } as const;
  const type = known[bits as 8 | 16 | 32];
  if (type === undefined) throw new Error(`a TIFF of ${bits} bits cannot be shown`);
  return type;
}

/** The bytes of all strips, copied so that they begin where numbers of every size may begin. */
function joinStrips(bytes: ArrayBuffer, tags: Tags): Uint8Array<ArrayBuffer> {
  const offsets = tags.get(TAG.offsets) ?? [];
  const lengths = tags.get(TAG.lengths) ?? [];
  const joined = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const [index, offset] of offsets.entries()) {
    const length = lengths[index] ?? 0;
    joined.set(new Uint8Array(bytes, offset, length), at);
    at += length;
  }
  return joined;
}

function asSamples({ buffer, length }: Uint8Array<ArrayBuffer>, type: SampleType, little: boolean) {
  if (type === 'u8') return new Uint8Array(buffer);
  const size = type === 'u16' ? 2 : 4;
  const view = new DataView(buffer);
  // Machines with browsers are little-endian.
  if (!little) {
    for (let at = 0; at + size <= length; at += size) {
      if (size === 2) view.setUint16(at, view.getUint16(at), true);
      else view.setUint32(at, view.getUint32(at), true);
    }
  }
  return type === 'u16'
    ? new Uint16Array(buffer, 0, Math.floor(length / 2))
    : new Float32Array(buffer, 0, Math.floor(length / 4));
}

import { type FilteredPicture, rowBytes, stretchesOf } from '../../src/coders/png/filtered.ts';
import { bandRows } from '../../src/coders/png/places.ts';
import { type Image, shapeOf } from '../../src/core/image.ts';

/** PNG (3rd edition) 9.2, by the words: what is taken from a byte, given those left, above, and left above. */
const PREDICTIONS: readonly ((left: number, above: number, corner: number) => number)[] = [
  () => 0,
  (left) => left,
  (_, above) => above,
  (left, above) => Math.floor((left + above) / 2),
  (left, above, corner) => {
    const estimate = left + above - corner;
    const a = Math.abs(estimate - left);
    const b = Math.abs(estimate - above);
    const c = Math.abs(estimate - corner);
    if (a <= b && a <= c) return left;
    return b <= c ? above : corner;
  },
];

/** The samples of a picture as PNG stores them, row by row. */
export function pngRows(image: Image): Uint8Array[] {
  const { data, height, type } = image;
  const bytes = new Uint8Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength));
  if (type === 'u16') Buffer.from(bytes.buffer).swap16();
  const length = rowBytes(image);
  return Array.from({ length: height }, (_, y) => bytes.subarray(y * length, (y + 1) * length));
}

/** A row behind its type, filtered with one type. */
function filterRow(kind: number, row: Uint8Array, above: Uint8Array | undefined, step: number): Uint8Array {
  const predict = PREDICTIONS[kind] as (typeof PREDICTIONS)[0];
  const filtered = new Uint8Array(row.length + 1);
  filtered[0] = kind;
  for (let i = 0; i < row.length; i++) {
    const left = i < step ? 0 : (row[i - step] as number);
    const corner = i < step || !above ? 0 : (above[i - step] as number);
    filtered[i + 1] = (row[i] as number) - predict(left, above ? (above[i] as number) : 0, corner);
  }
  return filtered;
}

function absoluteSum(row: Uint8Array): number {
  let sum = 0;
  for (let at = 1; at < row.length; at++) sum += Math.min(row[at] as number, 256 - (row[at] as number));
  return sum;
}

/** Every row with the filter that leaves the smallest sum; those that start a band with none or sub. */
export function filterPicture(image: Image): Uint8Array<ArrayBuffer> {
  const rows = pngRows(image);
  const step = rowBytes(image) / image.width;
  const band = bandRows(image, rowBytes(image));
  const filtered = rows.map((row, y) => {
    const kinds = y % band === 0 ? [0, 1] : [0, 1, 2, 3, 4];
    const candidates = kinds.map((kind) => filterRow(kind, row, rows[y - 1], step));
    const sums = candidates.map(absoluteSum);
    return candidates[sums.indexOf(Math.min(...sums))] as Uint8Array;
  });
  return new Uint8Array(Buffer.concat(filtered));
}

/** Sums of Adler-32 (RFC 1950, section 8.2) of each 16 KiB. */
export function chunkSums(bytes: Uint8Array): Uint32Array {
  const sums: number[] = [];
  for (let at = 0; at < bytes.length; at += 16_384) {
    let [sum, second] = [0, 0];
    for (const byte of bytes.subarray(at, at + 16_384)) {
      sum = (sum + byte) % 65_521;
      second = (second + sum) % 65_521;
    }
    sums.push(sum, second);
  }
  return Uint32Array.from(sums);
}

/** The samples that are kept as they are. */
export function keptSamples(image: Image): Uint8Array[] {
  const { buffer, byteOffset } = image.data;
  return stretchesOf(image).map(
    ({ first, end }) => new Uint8Array(buffer.slice(byteOffset + first, byteOffset + end) as ArrayBuffer),
  );
}

/** What a backend that filters gives. */
export function makeFiltered(image: Image): FilteredPicture {
  const bytes = filterPicture(image);
  return { ...shapeOf(image), bytes, sums: chunkSums(bytes), samples: keptSamples(image) };
}

/** Converts rows of bytes to rows of numbers: byte order, packed bits, and predictors. */
import type { TiffLayout } from '../../../formats/tiff/layout.ts';
import { halfToNumber } from './half.ts';

/** A row's samples, in the native order. */
export type Row = ArrayLike<number>;

type Words = Uint8Array | Uint16Array | Uint32Array | BigUint64Array;

/** Makes a row of samples of the bytes that begin at `at`. The row is overwritten by the next call. */
export type ReadRow = (bytes: Uint8Array, at: number) => Row;

export interface RowShape {
  /** Pixels of a row. */
  readonly columns: number;
  /** Samples of a pixel. */
  readonly count: number;
  readonly little: boolean;
}

/** Makes a reader of a page's rows. The layout must be one that `readTiffPicture` accepts. */
export function rowReader(
  layout: Pick<TiffLayout, 'bits' | 'format' | 'predictor'>,
  shape: RowShape,
): ReadRow {
  const { bits } = layout;
  if ([8, 16, 32, 64].includes(bits)) return wholeRows(layout, shape);
  const length = shape.columns * shape.count;
  const row =
    bits <= 8 ? new Uint8Array(length) : bits <= 16 ? new Uint16Array(length) : new Uint32Array(length);
  if (bits === 24 && shape.little) return (bytes, at) => readLittle24(bytes, at, row);
  return (bytes, at) => readPacked(bytes, at, bits, row);
}

/** Samples without padding between them, the highest bit first, in either byte order (TIFF 6.0 section 8). */
function readPacked(bytes: Uint8Array, start: number, bits: number, row: Words): Row {
  let [held, pending, at] = [0, 0, start];
  const size = 2 ** bits;
  for (let index = 0; index < row.length; index++) {
    // Up to 39 bits, which a double holds exactly.
    while (held < bits) {
      pending = pending * 256 + (bytes[at++] ?? 0);
      held += 8;
    }
    held -= bits;
    const rest = 2 ** held;
    const value = Math.floor(pending / rest);
    row[index] = value % size;
    pending -= value * rest;
  }
  return row as ArrayLike<number>;
}

function readLittle24(bytes: Uint8Array, start: number, row: Words): Row {
  for (let index = 0, at = start; index < row.length; index++, at += 3) {
    row[index] = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
  }
  return row as ArrayLike<number>;
}

const WORDS = { 8: Uint8Array, 16: Uint16Array, 32: Uint32Array, 64: BigUint64Array } as const;

function wholeRows(
  { bits, format, predictor }: Pick<TiffLayout, 'bits' | 'format' | 'predictor'>,
  { columns, count, little }: RowShape,
): ReadRow {
  const length = columns * count;
  const words: Words = new WORDS[bits as keyof typeof WORDS](length);
  const raw = Buffer.from(words.buffer);
  const row = valuesOf(words, format);
  return (bytes, at) => {
    const stored = bytes.subarray(at, at + raw.length);
    if (predictor === 3) gatherFloats(stored, raw, count, bits / 8);
    else {
      raw.set(stored);
      if (!little) swap(raw, bits);
    }
    if (predictor === 2) addUp(words, count);
    return row();
  };
}

/** Converts words to the numbers that they encode. */
function valuesOf(words: Words, format: TiffLayout['format']): () => Row {
  const { buffer } = words;
  if (words instanceof BigUint64Array) {
    if (format === 'float') return constant(new Float64Array(buffer));
    return roundedRow(format === 'signed' ? new BigInt64Array(buffer) : words);
  }
  if (format === 'unsigned') return constant(words);
  if (format === 'signed') return constant(signedRow(words));
  if (words instanceof Uint32Array) return constant(new Float32Array(buffer));
  const halves = new Float32Array(words.length);
  return () => {
    for (let index = 0; index < halves.length; index++) halves[index] = halfToNumber(words[index] as number);
    return halves;
  };
}

/** Integers of 64 bits as the nearest numbers. */
function roundedRow(words: BigInt64Array | BigUint64Array): () => Row {
  const numbers = new Float64Array(words.length);
  return () => {
    for (let index = 0; index < numbers.length; index++) numbers[index] = Number(words[index]);
    return numbers;
  };
}

function signedRow({ buffer, BYTES_PER_ELEMENT }: Words): Row {
  if (BYTES_PER_ELEMENT === 1) return new Int8Array(buffer);
  return BYTES_PER_ELEMENT === 2 ? new Int16Array(buffer) : new Int32Array(buffer);
}

function constant(row: Row): () => Row {
  return () => row;
}

function swap(raw: Buffer, bits: number): void {
  if (bits === 16) raw.swap16();
  else if (bits === 32) raw.swap32();
  else if (bits === 64) raw.swap64();
}

/** Undoes differences to the pixel before (TIFF 6.0 section 14); words wrap around. */
function addUp(words: Words, count: number): void {
  if (words instanceof BigUint64Array) {
    for (let at = count; at < words.length; at++)
      words[at] = (words[at] as bigint) + (words[at - count] as bigint);
  } else {
    for (let at = count; at < words.length; at++)
      words[at] = (words[at] as number) + (words[at - count] as number);
  }
}

/**
 * Undoes the predictor of floats (Adobe Photoshop TIFF Technical Note 3): differences of bytes, where the highest bytes
 * of all samples of a row come first.
 */
function gatherFloats(stored: Uint8Array, raw: Uint8Array, count: number, size: number): void {
  const bytes = Uint8Array.from(stored);
  addUp(bytes, count);
  const length = raw.length / size;
  for (let sample = 0; sample < length; sample++) {
    for (let byte = 0; byte < size; byte++) {
      raw[sample * size + size - 1 - byte] = bytes[byte * length + sample] ?? 0;
    }
  }
}

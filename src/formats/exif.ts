/** Finds the orientation in EXIF blocks. */
import { isNoirError } from '../core/errors.ts';
import { Reader } from './reader.ts';

/** TIFF tag of the orientation (TIFF 6.0 section 8, EXIF 2.32 section 4.6.4). */
const ORIENTATION = 0x0112;

/** Integers by field type: bytes of one (TIFF 6.0 section 2). Orientations are positive, so the signed ones read alike. */
const INTEGER_BYTES: Readonly<Record<number, 1 | 2 | 4>> = { 1: 1, 3: 2, 4: 4, 6: 1, 8: 2, 9: 4 };

/**
 * The orientation in an EXIF block, 1 to 8; 1 when there is none or it makes no sense. The block starts with the TIFF
 * header, or with `Exif\0\0` before it. Reads the first directory only, so directories that point at each other cost
 * nothing. Never throws: bad metadata spoils no picture.
 */
export function readOrientation(block: Uint8Array): number {
  try {
    return findOrientation(withoutPrefix(block));
  } catch (error) {
    if (isNoirError(error)) return 1;
    throw error;
  }
}

/** The orientation for the value of a field. Values other than 1 to 8 count as upright. */
export function validOrientation(value: number): number {
  return value >= 1 && value <= 8 ? value : 1;
}

function withoutPrefix(block: Uint8Array): Uint8Array {
  // `Exif` in ASCII, then two zeros: JPEG always has it, WebP and PNG sometimes.
  return new Reader(block, 'big').u32(0) === 0x45786966 ? block.subarray(6) : block;
}

function findOrientation(tiff: Uint8Array): number {
  const order = new Reader(tiff, 'big').u16(0);
  // `II` and `MM`.
  if (order !== 0x4949 && order !== 0x4d4d) return 1;
  const reader = new Reader(tiff, order === 0x4949 ? 'little' : 'big');
  if (reader.u16(2) !== 42) return 1;
  const directory = reader.u32(4);
  const entries = reader.u16(directory);
  for (let index = 0; index < entries; index++) {
    const entry = directory + 2 + index * 12;
    if (reader.u16(entry) !== ORIENTATION) continue;
    return validOrientation(readInteger(reader, reader.u16(entry + 2), entry + 8));
  }
  return 1;
}

/**
 * Reads an integer of up to four bytes, which stands at the start of the field. Returns 0 for a value that is no
 * integer.
 */
function readInteger(reader: Reader, type: number, at: number): number {
  const bytes = INTEGER_BYTES[type];
  if (bytes === 1) return reader.u8(at);
  if (bytes === 2) return reader.u16(at);
  return bytes === 4 ? reader.u32(at) : 0;
}

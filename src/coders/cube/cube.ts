import type { Image } from '../../core/image.ts';
import { corrupt } from '../../formats/checks.ts';

/** Colours along a side at most: Adobe's specification allows 256 in three dimensions. */
const MOST_SIDE = 256;

/**
 * The colours that a `LUT_3D_SIZE` of that many along a side has. A picture of them: red grows along a row,
 * green from row to row, and blue with every `size` rows.
 */
export interface CubeHeader {
  readonly size: number;
}

/** Whether a file may be a `.cube`. Never throws. */
export function sniffCube(bytes: Uint8Array): boolean {
  return /^\s*LUT_3D_SIZE\s/m.test(decodeHead(bytes, 64 * 1024));
}

/** Throws `corrupt-image`. */
export function readCubeHeader(bytes: Uint8Array): CubeHeader {
  const [, digits = ''] = /^\s*LUT_3D_SIZE\s+(\d+)\s*$/m.exec(decodeHead(bytes, 64 * 1024)) ?? [];
  const size = Number(digits);
  if (!(size >= 2 && size <= MOST_SIDE)) {
    throw corrupt(
      `The look-up table has a LUT_3D_SIZE of ${digits || 'no number'}; expected 2 to ${MOST_SIDE}`,
    );
  }
  return { size };
}

/**
 * Reads a 3-D look-up table: Adobe's Cube LUT Specification 1.0. The domain must be 0 to 1. Throws
 * `corrupt-image`.
 */
export function decodeCube(bytes: Uint8Array): Image {
  const { size } = readCubeHeader(bytes);
  const data = new Float32Array(3 * size ** 3);
  let at = 0;
  for (const line of new TextDecoder().decode(bytes).split('\n')) {
    const text = line.trim();
    if (text === '' || text.startsWith('#')) continue;
    if (/^[A-Z]/.test(text)) {
      checkKeyword(text);
      continue;
    }
    const numbers = text.split(/\s+/).map(Number);
    if (numbers.length !== 3 || !numbers.every(Number.isFinite)) {
      throw corrupt('The look-up table has a line that is not three numbers');
    }
    if (at + 3 > data.length) throw corrupt('The look-up table has more colours than it says');
    data.set(numbers, at);
    at += 3;
  }
  if (at < data.length) throw corrupt(`The look-up table has ${at / 3} colours in place of ${size ** 3}`);
  return { width: size, height: size * size, channels: 3, type: 'f32', space: 'srgb', data };
}

/** Lower and upper end that every table of ours has. */
const DOMAIN: Readonly<Record<string, number>> = { DOMAIN_MIN: 0, DOMAIN_MAX: 1 };

function checkKeyword(line: string): void {
  const [keyword = '', ...values] = line.split(/\s+/);
  if (['TITLE', 'LUT_3D_SIZE'].includes(keyword)) return;
  const end = DOMAIN[keyword];
  if (end === undefined) throw corrupt('The look-up table has a keyword that is not of a 3-D table');
  if (!values.every((value) => Number(value) === end)) {
    throw corrupt('The look-up table has a domain other than 0 to 1');
  }
}

function decodeHead(bytes: Uint8Array, length: number): string {
  return new TextDecoder('latin1').decode(bytes.subarray(0, length));
}

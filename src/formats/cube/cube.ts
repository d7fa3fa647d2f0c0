/** Recognises look-up tables in Adobe's `.cube` files, and reads their size. */
import type { Shape } from '../../core/image.ts';
import { corrupt } from '../checks.ts';

/** Colours along a side at most: Adobe's specification allows 256 in three dimensions. */
const MOST_SIDE = 256;

/** Bytes at the start of the file in which `LUT_3D_SIZE` must stand. */
const HEAD = 64 * 1024;

/** The keyword on a line of its own. White space before it that went over lines would take quadratic time. */
const KEYWORD = /^[\t ]*LUT_3D_SIZE\s/m;
const SIZE = /^[\t ]*LUT_3D_SIZE\s+(\d+)\s*$/m;

/** Whether a file may be a `.cube`. Never throws. */
export function sniffCube(bytes: Uint8Array): boolean {
  return KEYWORD.test(decodeHead(bytes));
}

/**
 * The colours along a side, which `LUT_3D_SIZE` gives. Throws `corrupt-image`.
 */
export function readCubeSize(bytes: Uint8Array): number {
  const [, digits = ''] = SIZE.exec(decodeHead(bytes)) ?? [];
  const size = Number(digits);
  if (size >= 2 && size <= MOST_SIDE) return size;
  throw corrupt(
    `The look-up table has a LUT_3D_SIZE of ${digits || 'no number'}; expected 2 to ${MOST_SIDE}`,
  );
}

/**
 * The shape of the picture that represents a table with `size` colours per side: red grows along a row, green from
 * row to row, and blue every `size` rows.
 */
export function cubeShape(size: number): Shape {
  return { width: size, height: size * size, channels: 3, type: 'f32' };
}

function decodeHead(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes.subarray(0, HEAD));
}

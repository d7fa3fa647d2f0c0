/** Finds the bounding box of everything that is not background, for `trim`. */
import type { Extent, Image } from '../../core/image.ts';
import { rowsPerYield, type Work } from '../../core/turns.ts';
import { type Background, contentMarker } from './background-difference.ts';

export interface Box extends Extent {
  readonly left: number;
  readonly top: number;
}

/**
 * Returns the smallest rectangle with all content; undefined if everything is background. Rows are read from the top,
 * from the bottom, and then only left and right of what is found.
 *
 * The median of nine samples is above a level if five of them are, so nothing is sorted: a pixel's mark has a 4-bit
 * counter for `above` and one for `below` for each of up to 4 channels, and nine marks are added.
 */
export function* boundingBox(image: Image, contrast: Background): Work<Box | undefined> {
  const { width, height } = image;
  const scan = contentScanner(image, contrast);
  let top = 0;
  let left = scan.first(top, 0, width);
  const band = rowsPerYield(width);
  while (left < 0 && ++top < height) {
    left = scan.first(top, 0, width);
    if (top % band === 0) yield;
  }
  if (top === height) return undefined;
  let right = scan.last(top, 0, width);
  let bottom = height;
  for (let x = -1; x < 0; ) {
    x = scan.first(--bottom, 0, width);
    if (x >= 0) left = Math.min(left, x);
    if (bottom % band === 0) yield;
  }
  right = Math.max(right, scan.last(bottom, 0, width));
  for (let y = top + 1; y < bottom && (left > 0 || right < width - 1); y++) {
    if (y % band === 0) yield;
    scan.narrow(left, right);
    const [x, end] = [scan.first(y, 0, left), scan.last(y, right + 1, width)];
    if (x >= 0) left = x;
    if (end >= 0) right = end;
  }
  return { left, top, width: right + 1 - left, height: bottom + 1 - top };
}

/** Finds the first and the last pixel with content in a part of a row; -1 if there is none. */
function contentScanner(image: Image, contrast: Background) {
  const { width, height } = image;
  const mark = contentMarker(image, contrast);
  // Neighbouring rows never share one of the three.
  const lines = [0, 1, 2].map(() => ({ y: -1, any: false, marks: new Int32Array(width + 2) }));
  let [leftEnd, rightStart] = [width, width];

  function lineAt(row: number) {
    const y = Math.max(0, Math.min(height - 1, row));
    const line = lines[y % 3] as (typeof lines)[0];
    if (line.y === y) return line;
    line.y = y;
    line.any = mark(y, 0, leftEnd, line.marks);
    if (rightStart < width) line.any = mark(y, rightStart, width, line.marks) || line.any;
    // A window across this border has three of its nine places there, which are no majority.
    if (leftEnd < width) mark(y, leftEnd, leftEnd + 1, line.marks);
    if (rightStart < width) mark(y, rightStart - 1, rightStart, line.marks);
    line.marks[0] = line.marks[1] as number;
    line.marks[width + 1] = line.marks[width] as number;
    return line;
  }

  function find(y: number, from: number, to: number, step: 1 | -1): number {
    const around = contrast.single ? [lineAt(y)] : [lineAt(y - 1), lineAt(y), lineAt(y + 1)];
    if (!around.some(({ any }) => any)) return -1;
    const [a, b = a, c = a] = around.map(({ marks }) => marks) as [Int32Array, Int32Array?, Int32Array?];
    if (contrast.single) return findMarked(a, from, to, step);
    return findMajority([a, b, c], from, to, step);
  }

  return {
    first: (y: number, from: number, to: number) => find(y, from, to, 1),
    last: (y: number, from: number, to: number) => find(y, from, to, -1),
    /** Tells that from now on only pixels left of `left` and right of `right` are asked for. */
    narrow(left: number, right: number): void {
      leftEnd = left;
      rightStart = right + 1;
    },
  };
}

function findMarked(marks: Int32Array, from: number, to: number, step: 1 | -1): number {
  for (let x = step > 0 ? from : to - 1; x >= from && x < to; x += step) {
    if (marks[x + 1] !== 0) return x;
  }
  return -1;
}

function findMajority(
  [a, b, c]: readonly [Int32Array, Int32Array, Int32Array],
  from: number,
  to: number,
  step: 1 | -1,
): number {
  const start = step > 0 ? from : to - 1;
  // The column before the next pixel's, and that pixel's own.
  let before = columnSum(a, b, c, start + 1 - step);
  let own = columnSum(a, b, c, start + 1);
  for (let x = start; x >= from && x < to; x += step) {
    const next = columnSum(a, b, c, x + 1 + step);
    const sum = (before + own + next) | 0;
    // Three more set the highest bit of a digit that is 5 or more.
    if (((sum + 0x33333333) & 0x88888888) !== 0) return x;
    before = own;
    own = next;
  }
  return -1;
}

function columnSum(a: Int32Array, b: Int32Array, c: Int32Array, at: number): number {
  return ((a[at] as number) + (b[at] as number) + (c[at] as number)) | 0;
}

/** Undoes PNG filters. */
import { FILTERS } from './filter.ts';

/**
 * Returns unfiltered rows, each after the type for "none". Rows have `stored` bytes with their type and `step`
 * bytes per pixel. Nothing is above the first row.
 */
export function unfilterRows(bytes: Uint8Array, stored: number, step: number): Uint8Array {
  const rows = new Uint8Array(bytes);
  // Zeros stand for the pixels left of a row and for the row above the first.
  let above = new Uint8Array(step + stored - 1);
  let row = above.slice();
  for (let start = 0; start < rows.length; start += stored) {
    const kind = rows[start] as number;
    row.set(rows.subarray(start + 1, start + stored), step);
    undo(kind, row, above, step);
    rows[start] = FILTERS.none;
    rows.set(row.subarray(step), start + 1);
    [above, row] = [row, above];
  }
  return rows;
}

type Row = Uint8Array<ArrayBuffer>;

/** Replaces a row's differences by samples. The row starts after `step` zeros. */
function undo(kind: number, row: Row, above: Row, step: number): void {
  const { length } = row;
  if (kind === FILTERS.sub) {
    for (let i = step; i < length; i++) (row[i] as number) += row[i - step] as number;
  } else if (kind === FILTERS.up) {
    for (let i = step; i < length; i++) (row[i] as number) += above[i] as number;
  } else if (kind === FILTERS.average) {
    for (let i = step; i < length; i++) {
      (row[i] as number) += ((row[i - step] as number) + (above[i] as number)) >> 1;
    }
  } else if (kind === FILTERS.paeth) {
    for (let i = step; i < length; i++) {
      (row[i] as number) += paeth(row[i - step] as number, above[i] as number, above[i - step] as number);
    }
  }
}

/**
 * The Paeth predictor: whichever of left, above and corner is closest to left + above - corner; on a tie, the
 * first.
 */
function paeth(left: number, above: number, corner: number): number {
  // Common in drawings: nothing changes along one axis, so the prediction is the sample along the other.
  if (above === corner) return left;
  if (left === corner) return above;
  const toLeft = Math.abs(above - corner);
  const toAbove = Math.abs(left - corner);
  const toCorner = Math.abs(left + above - 2 * corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

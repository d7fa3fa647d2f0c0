import { FILTERS } from './filter.ts';

/**
 * Undoes the filters of rows that lie behind their types, `stored` bytes with that, of `step` bytes a pixel; above
 * the first there is nothing. Gives the rows without a filter, each behind the type that says so.
 */
export function unfilterRows(bytes: Uint8Array, stored: number, step: number): Uint8Array {
  const rows = new Uint8Array(bytes);
  // Zeros to the left of the first row and above it.
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

/** Puts the samples of a row, which begins behind `step` zeros, in place of their differences. */
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

/** Whichever of three samples is nearest to left plus above less corner; of equals the first. */
function paeth(left: number, above: number, corner: number): number {
  // Where nothing changes along one axis, it is the sample along the other: most of what is drawn.
  if (above === corner) return left;
  if (left === corner) return above;
  const toLeft = Math.abs(above - corner);
  const toAbove = Math.abs(left - corner);
  const toCorner = Math.abs(left + above - 2 * corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

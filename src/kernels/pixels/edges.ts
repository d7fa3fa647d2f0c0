/** Clamps an index to a row or column of `length` samples: beyond the edges the nearest one counts. */
export function nearest(index: number, length: number): number {
  return Math.max(0, Math.min(length - 1, index));
}

/** The index in a row or column of `length` that is nearest to one beyond its edges. */
export function nearest(index: number, length: number): number {
  return Math.max(0, Math.min(length - 1, index));
}

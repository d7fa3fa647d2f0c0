/** Squared distances between patches, for the neighbourhood filter. */
import type { Simd } from '../simd/simd.ts';
import type { PlaneLayout, RowRing } from './padded-planes.ts';

/** A pixel and another one, `dx` to the right and `dy` below. */
export interface Pair {
  readonly dx: number;
  readonly dy: number;
}

/** All pairs within a radius, each once. */
export function pairsWithin(reach: number): Pair[] {
  const pairs: Pair[] = [];
  for (let dy = 0; dy <= reach; dy++) {
    for (let dx = dy === 0 ? 1 : -reach; dx <= reach; dx++) pairs.push({ dx, dy });
  }
  return pairs;
}

/**
 * Sums squared differences down the columns of patches. Each row of differences is kept as long as a patch reaches
 * it. Sums are computed anew for each row, since a running sum would keep the rounding errors of large floats.
 */
export class PatchDistances {
  readonly #simd: Simd;
  readonly #rows: RowRing;
  readonly #planes: PlaneLayout;
  readonly #pairs: readonly Pair[];
  readonly #patch: number;
  readonly #height: number;
  /** Places of the kept rows, a pair at a time; of the table of rows to add; and of their sum. */
  readonly #kept: number;
  readonly #places: number;
  readonly #sum: number;

  constructor(
    simd: Simd,
    rows: RowRing,
    planes: PlaneLayout,
    pairs: readonly Pair[],
    patch: number,
    height: number,
  ) {
    this.#simd = simd;
    this.#rows = rows;
    this.#planes = planes;
    this.#pairs = pairs;
    this.#patch = patch;
    this.#height = height;
    const side = 2 * patch + 1;
    this.#kept = patch > 0 ? simd.take(pairs.length * side * planes.stride) : 0;
    this.#places = simd.take(4 * side);
    this.#sum = simd.take(planes.stride);
  }

  /**
   * The place of the column sums for pair `index` and the patches around row `y`, from column `-patch` on. `y` must
   * not decrease.
   */
  at(index: number, y: number): number {
    const patch = this.#patch;
    if (patch === 0) {
      this.#compare(index, y, this.#sum);
      return this.#sum;
    }
    const { code, words } = this.#simd;
    for (let row = y === 0 ? -patch : y + patch; row <= y + patch; row++) {
      this.#compare(index, row, this.#slot(index, row));
    }
    const side = 2 * patch + 1;
    for (let i = 0; i < side; i++) words[this.#places / 4 + i] = this.#slot(index, y - patch + i);
    code.addRows(this.#places, side, this.#planes.width + 2 * patch, this.#sum);
    return this.#sum;
  }

  #slot(index: number, row: number): number {
    const side = 2 * this.#patch + 1;
    return this.#kept + (index * side + ((row + side) % side)) * this.#planes.stride;
  }

  #compare(index: number, row: number, to: number): void {
    const { dx, dy } = this.#pairs[index] as Pair;
    const { channels, stride, width } = this.#planes;
    const before = 4 * this.#patch;
    const one = this.#inside(row) - before;
    const other = this.#inside(row + dy) + 4 * dx - before;
    this.#simd.code.squareDifferences(one, other, channels, stride, width + 2 * this.#patch, to);
  }

  /** The place of a row; beyond the edges that of the nearest one. */
  #inside(row: number): number {
    return this.#rows.at(Math.max(0, Math.min(this.#height - 1, row)));
  }
}

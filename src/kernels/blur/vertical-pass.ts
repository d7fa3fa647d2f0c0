/** The vertical pass of a separable convolution in SIMD, with a ring buffer of source rows. */
import type { Work } from '../../core/turns.ts';
import type { LineFilter } from '../../math/gaussian.ts';
import type { Arithmetic, Shares } from '../simd/arithmetic.ts';
import type { Simd } from '../simd/simd.ts';

/** Filters rows down the columns, from the first row on. Keeps only as many source rows as the filter has taps. */
export class VerticalPass {
  readonly #simd: Simd;
  readonly #arithmetic: Arithmetic;
  readonly #filter: LineFilter;
  readonly #length: number;
  readonly #fill: (row: number, at: number) => void;
  /** Places of the kept rows, and of the table of those to be added. */
  readonly #ring: number;
  readonly #rows: number;
  readonly #shares: Shares;
  readonly #stride: number;
  readonly #kept: number;
  #next = 0;

  /** `fill` writes source rows of `length` samples to a place, each once and in order. */
  constructor(
    simd: Simd,
    arithmetic: Arithmetic,
    filter: LineFilter,
    length: number,
    fill: (row: number, at: number) => void,
  ) {
    this.#simd = simd;
    this.#arithmetic = arithmetic;
    this.#filter = filter;
    this.#length = length;
    this.#fill = fill;
    this.#kept = Math.min(filter.taps, filter.inSize);
    // Whole cache lines, and room for what is written behind a row.
    this.#stride = Math.ceil((length * arithmetic.bytes) / 64) * 64;
    this.#ring = simd.take(this.#kept * this.#stride);
    this.#shares = arithmetic.takeShares(simd, filter.taps, filter.weights);
    this.#rows = simd.take(4 * this.#shares.taps);
  }

  /** Fills the source rows that row `y` needs, `rows` of them between two yields. */
  *prepare(y: number, rows: number): Work<void> {
    for (const end = this.#endFor(y); this.#next < end - rows; ) {
      for (const some = this.#next + rows; this.#next < some; ) this.#fillNext();
      yield;
    }
  }

  /** Writes row `y` to a place. `y` must not decrease. */
  make(y: number, to: number): void {
    const { inSize } = this.#filter;
    const phase = y % this.#filter.phases;
    const start = this.#startOf(y);
    for (const end = this.#endFor(y); this.#next < end; ) this.#fillNext();
    const { words } = this.#simd;
    const shares = this.#shares;
    for (let tap = 0; tap < shares.taps; tap++) {
      words[this.#rows / 4 + tap] = this.#slot(Math.max(0, Math.min(inSize - 1, start + tap)));
    }
    const row = shares.table + phase * shares.row;
    this.#arithmetic.sum(this.#simd, this.#rows, shares, row, this.#length, to);
  }

  #fillNext(): void {
    this.#fill(this.#next, this.#slot(this.#next));
    this.#next++;
  }

  /** The first source row of row `y`; it may lie before the picture's first row. */
  #startOf(y: number): number {
    const { phases, stride, starts } = this.#filter;
    return Math.floor(y / phases) * stride + (starts[y % phases] as number);
  }

  /** The row behind the last source row of row `y`. */
  #endFor(y: number): number {
    return Math.min(this.#filter.inSize, this.#startOf(y) + this.#filter.taps);
  }

  #slot(row: number): number {
    return this.#ring + (row % this.#kept) * this.#stride;
  }
}

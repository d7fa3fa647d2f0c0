import type { LineFilter } from '../math/gaussian.ts';
import { weightedSum } from './weighted-sum.ts';

/** Rows that a filter makes of others, from the first one down. Only as many are kept as it takes. */
export class FilteredRows {
  readonly #filter: LineFilter;
  readonly #length: number;
  readonly #fill: (row: number, slot: Float64Array) => void;
  readonly #ring: Float64Array;
  readonly #kept: number;
  #next = 0;

  /** `fill` gives the rows that are filtered, each one once and in order. */
  constructor(filter: LineFilter, length: number, fill: (row: number, slot: Float64Array) => void) {
    this.#filter = filter;
    this.#length = length;
    this.#fill = fill;
    this.#kept = Math.min(filter.taps, filter.inSize);
    this.#ring = new Float64Array(this.#kept * length);
  }

  /** Makes row `y`, none before the last one that was made; with `keep` 1 it is added to what is there. */
  make(y: number, to: Float64Array, keep: 0 | 1 = 0): void {
    const { inSize, phases, stride, taps, starts, weights } = this.#filter;
    const phase = y % phases;
    const start = Math.floor(y / phases) * stride + (starts[phase] as number);
    for (; this.#next < Math.min(inSize, start + taps); this.#next++) {
      this.#fill(
        this.#next,
        this.#ring.subarray(this.#slot(this.#next), this.#slot(this.#next) + this.#length),
      );
    }
    const offsets: number[] = [];
    const shares: number[] = [];
    for (let tap = 0; tap < taps; tap++) {
      const offset = this.#slot(Math.max(0, Math.min(inSize - 1, start + tap)));
      const share = weights[phase * taps + tap] as number;
      // Rows beyond the ends are the last one again, and again.
      if (offsets.at(-1) === offset) shares.push((shares.pop() as number) + share);
      else if (share !== 0) {
        offsets.push(offset);
        shares.push(share);
      }
    }
    weightedSum(this.#ring, offsets, shares, to, keep);
  }

  #slot(row: number): number {
    return (row % this.#kept) * this.#length;
  }
}

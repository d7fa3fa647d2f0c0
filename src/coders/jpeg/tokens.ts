/** The tokens of a scan, one behind the other in the SIMD memory, and their codes. */
import type { Work } from '../../core/turns.ts';
import type { ScanLayout } from '../../formats/jpeg/layout.ts';
import { BLOCK } from '../../formats/jpeg/tables.ts';
import type { Simd } from '../../kernels/simd/simd.ts';

/** Bytes by which the memory for tokens grows. */
const MORE = 2 ** 18;

/** Bytes of tokens that are packed between two yields. */
const BAND = 2 ** 18;

/** Bytes of a token, and of its code with a zero behind each byte. */
const [TOKEN, CODED] = [4, 8];

/** Bytes of the state of packing. */
const STATE = 16;

export class Tokens {
  readonly #simd: Simd;
  /** Bytes of a row of MCUs at most. */
  readonly #most: number;
  readonly #first: number;
  #end: number;
  /** End of the memory that is taken. */
  #limit: number;

  constructor(simd: Simd, { mcusAcross, mcuBlocks }: ScanLayout) {
    this.#simd = simd;
    // A block has a token for each coefficient at most, and one behind the last.
    this.#most = TOKEN * (BLOCK + 1) * mcuBlocks * mcusAcross;
    this.#first = simd.take(this.#most);
    this.#end = this.#first;
    this.#limit = this.#first + this.#most;
  }

  /**
   * Adds the tokens of a row of MCUs. `write` gets their place and returns the place behind them. Until all are added, nobody else
   * takes memory: what is taken follows what was taken before.
   */
  add(write: (to: number) => number): void {
    while (this.#end + this.#most > this.#limit) this.#limit = this.#simd.take(MORE) + MORE;
    this.#end = write(this.#end);
  }

  /** The entropy-coded data with stuffed zeros. `codes` as `packTokens` takes them. */
  *pack(codes: number): Work<Uint8Array[]> {
    const { code } = this.#simd;
    const state = this.#simd.take(STATE);
    this.#simd.words.fill(0, state / 4, (state + STATE) / 4);
    const to = this.#simd.take((BAND / TOKEN) * CODED);
    const written: Uint8Array[] = [];
    const keep = (end: number) => written.push(this.#simd.bytes.slice(to, end));
    for (let first = this.#first; first < this.#end; first += BAND) {
      keep(code.packTokens(first, Math.min(first + BAND, this.#end), codes, state, to));
      yield;
    }
    keep(code.endTokens(state, to));
    return written;
  }
}

/** The tokens of a scan, in pieces of the SIMD memory, and their codes. */
import type { Work } from '../../core/turns.ts';
import type { ScanLayout } from '../../formats/jpeg/layout.ts';
import { BLOCK } from '../../formats/jpeg/tables.ts';
import type { Simd } from '../../kernels/simd/simd.ts';

/** Bytes of a piece at least. */
const PIECE = 2 ** 18;

/** Bytes of a token, and of its code with a zero behind each byte. */
const [TOKEN, CODED] = [4, 8];

/** Bytes that the last bits take. */
const LAST = 16;

interface Piece {
  readonly place: number;
  end: number;
}

export class Tokens {
  readonly #simd: Simd;
  /** Bytes of a row of MCUs at most, and of a piece. */
  readonly #most: number;
  readonly #length: number;
  readonly #pieces: Piece[] = [];

  constructor(simd: Simd, { mcusAcross, mcuBlocks }: ScanLayout) {
    this.#simd = simd;
    // A block has a token for each coefficient at most.
    this.#most = TOKEN * BLOCK * mcuBlocks * mcusAcross;
    this.#length = Math.max(PIECE, this.#most);
  }

  /** Adds the tokens of a row of MCUs. `write` gets their place and returns the place behind them. */
  add(write: (to: number) => number): void {
    const last = this.#pieces.at(-1);
    const hasRoom = last !== undefined && last.end + this.#most <= last.place + this.#length;
    const piece = hasRoom ? last : this.#begin();
    piece.end = write(piece.end);
  }

  #begin(): Piece {
    const place = this.#simd.take(this.#length);
    const piece = { place, end: place };
    this.#pieces.push(piece);
    return piece;
  }

  /** The entropy-coded data with stuffed zeros. `codes` as `packTokens` takes them. */
  *pack(codes: number): Work<Uint8Array[]> {
    const { code } = this.#simd;
    const state = this.#simd.take(LAST);
    this.#simd.words.fill(0, state / 4, state / 4 + LAST / 4);
    const to = this.#simd.take((this.#length / TOKEN) * CODED + LAST);
    const written: Uint8Array[] = [];
    const keep = (end: number) => written.push(this.#simd.bytes.slice(to, end));
    for (const { place, end } of this.#pieces) {
      keep(code.packTokens(place, end, codes, state, to));
      yield;
    }
    keep(code.endTokens(state, to));
    return written;
  }
}

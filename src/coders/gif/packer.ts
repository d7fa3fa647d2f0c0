/** Packs indices as LZW, piece by piece. */
import type { Simd } from '../../kernels/simd/simd.ts';

/** Bytes of the table of strings and of the state (`assembly/lzw.ts`). */
const [TABLE, STATE] = [4 << 14, 20];

/** The image data of a frame. */
export interface PackedIndices {
  /** Least size of LZW's codes in bits. */
  readonly codeSize: number;
  /** LZW's codes, in pieces. */
  readonly codes: readonly Uint8Array[];
}

/** LZW has two bits for an index at least. */
export function codeSizeOf(colors: number): number {
  return Math.max(2, 32 - Math.clz32(colors - 1));
}

/** Packs indices as LZW, piece by piece. */
export class Packer {
  /** Place of the indices to pack. */
  readonly indices: number;
  readonly #simd: Simd;
  readonly #codeSize: number;
  readonly #table: number;
  readonly #state: number;
  readonly #goal: number;
  readonly #codes: Uint8Array[] = [];

  constructor(simd: Simd, codeSize: number, most: number) {
    this.#simd = simd;
    this.#codeSize = codeSize;
    this.indices = simd.take(most);
    this.#table = simd.take(TABLE);
    this.#state = simd.take(STATE);
    this.#goal = simd.take(2 * most + 64);
    this.#keep(simd.code.beginLzw(codeSize, this.#table, this.#state, this.#goal));
  }

  /** Packs the first `count` indices. */
  add(count: number): void {
    const { code } = this.#simd;
    this.#keep(code.packLzw(this.indices, count, this.#codeSize, this.#table, this.#state, this.#goal));
  }

  end(): PackedIndices {
    this.#keep(this.#simd.code.endLzw(this.#codeSize, this.#state, this.#goal));
    return { codeSize: this.#codeSize, codes: this.#codes };
  }

  #keep(count: number): void {
    this.#codes.push(this.#simd.bytes.slice(this.#goal, this.#goal + count));
  }
}

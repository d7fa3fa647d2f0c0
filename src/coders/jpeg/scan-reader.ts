/** Reads a scan's entropy-coded data MCU by MCU, up to each restart marker, and finds anything that is wrong with them. */
import { ZIGZAG } from '../../formats/jpeg/tables.ts';
import type { Simd } from '../../kernels/simd/simd.ts';

/** Bytes that are read ahead of the code in hand, and more. They are zeros behind the data. */
const AHEAD = 16;

/** How far data begin behind the place to which they are copied. */
const GAP = 64;

/** Bytes that the codes of an MCU of 10 blocks take at most: 27 bits for each coefficient. */
const MOST_OF_MCU = 10 * 64 * 4;

/** Places of a block's coefficients in zig-zag order, in bytes. All behind the last one lead to a 65th number. */
const ORDER = Uint8Array.from({ length: 256 }, (_, k) => 2 * (ZIGZAG[k] ?? 64));

const BLOCK_BYTES = 2 * 64 + 16;

const RESTART = 0xd0;
const END_OF_IMAGE = 0xd9;

export interface ScanData {
  /** From the start of the data up to the end marker and with it. */
  readonly bytes: Uint8Array;
  /** MCUs between restart markers; 0 for none. */
  readonly restart: number;
  /** MCUs of the scan. */
  readonly mcus: number;
}

/** The last DC of each component, as 32-bit numbers. */
const LASTS = 4 * 4;

export class ScanReader {
  /** Place of the last DC of the first component; those of the others follow, 4 bytes apart. */
  readonly lasts: number;
  readonly #simd: Simd;
  readonly #order: number;
  readonly #block: number;
  readonly #state: number;
  readonly #read: number;
  readonly #data: number;
  readonly #end: number;
  readonly #restart: number;
  #from: number;
  /** End of the data without stuffing up to the next marker. */
  #stop = 0;
  /** MCUs that are left up to the next marker, and in the scan. */
  #near = 0;
  #left: number;
  #markers = 0;

  constructor(simd: Simd, { bytes, restart, mcus }: ScanData) {
    this.#simd = simd;
    this.#order = simd.take(ORDER.length);
    this.#block = simd.take(BLOCK_BYTES);
    this.#state = simd.take(16);
    this.#read = simd.take(4);
    this.lasts = simd.take(LASTS);
    this.#data = simd.take(GAP + bytes.length + MOST_OF_MCU);
    this.#from = this.#data + GAP;
    this.#end = this.#from + bytes.length;
    this.#restart = restart;
    this.#left = mcus;
    simd.bytes.set(ORDER, this.#order);
    simd.bytes.set(bytes, this.#from);
  }

  /** Decodes the next MCUs to where their units say. False if the data are not as they should be. */
  read(units: number, count: number, mcus: number): boolean {
    for (let left = mcus; left > 0; ) {
      if (this.#near === 0 && !this.#begin()) return false;
      const some = Math.min(left, this.#near);
      const wrong = this.#simd.code.decodeMcus(
        this.#state,
        units,
        count,
        some,
        this.#order,
        this.#block,
        this.#stop,
      );
      if (wrong !== 0) return false;
      left -= some;
      this.#near -= some;
      this.#left -= some;
      if (this.#near === 0 && !this.#isAtEnd()) return false;
    }
    return true;
  }

  /** Goes on behind a restart marker, or begins. */
  #begin(): boolean {
    const { code, bytes, words } = this.#simd;
    if (this.#markers > 0) {
      if (bytes[this.#from + 1] !== RESTART + ((this.#markers - 1) & 7)) return false;
      this.#from += 2;
    }
    this.#markers++;
    const length = code.unstuff(this.#from, this.#end, this.#data, this.#read);
    this.#from = words[this.#read / 4] as number;
    this.#stop = this.#data + length;
    if (this.#from >= this.#end) return false;
    bytes.fill(0, this.#stop, this.#stop + AHEAD);
    words.fill(0, this.lasts / 4, (this.lasts + LASTS) / 4);
    words.fill(0, this.#state / 4, this.#state / 4 + 4);
    words[this.#state / 4] = this.#data;
    this.#near = this.#restart === 0 ? this.#left : Math.min(this.#restart, this.#left);
    return true;
  }

  /** Whether all bits up to the marker were read but for those that fill the last byte, and the end marker is where it should be. */
  #isAtEnd(): boolean {
    const { bytes, words } = this.#simd;
    const [place, held] = [words[this.#state / 4] as number, words[this.#state / 4 + 1] as number];
    const unread = 8 * (this.#stop - place) + held;
    if (unread < 0 || unread >= 8) return false;
    return this.#left > 0 || bytes[this.#from + 1] === END_OF_IMAGE;
  }
}

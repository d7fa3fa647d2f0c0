/**
 * Reads the entropy-coded data of a JPEG code by code (ITU-T T.81 annex F.2.2), only to learn where they end: values are
 * passed over.
 */
import { corrupt, truncated } from '../checks.ts';
import type { HuffmanSpec } from './tables.ts';

/** Bits of a code that are looked up at once; longer codes are rare. */
const LOOK = 9;

/** A Huffman table as `EntropyReader` takes it. */
export interface CodeTable {
  /** Indexed by the next `LOOK` bits: length of the code times 256, plus its symbol; 0 if the code is longer. */
  readonly look: Uint16Array;
  /** For each length of 1 to 16 bits: the first code, the number of codes, and the start of their symbols. */
  readonly first: Int32Array;
  readonly counts: Uint8Array;
  readonly places: Int32Array;
  readonly symbols: Uint8Array;
}

/** The codes ascend within a length, as ITU-T T.81 annex C generates them. */
export function codeTable({ counts, symbols }: HuffmanSpec): CodeTable {
  const look = new Uint16Array(1 << LOOK);
  const [first, places] = [new Int32Array(16), new Int32Array(16)];
  let [code, place] = [0, 0];
  for (let length = 1; length <= 16; length++) {
    first[length - 1] = code;
    places[length - 1] = place;
    for (let left = counts[length - 1] ?? 0; left > 0; left--, code++, place++) {
      if (length > LOOK) continue;
      const from = code << (LOOK - length);
      look.fill((length << 8) | (symbols[place] ?? 0), from, from + (1 << (LOOK - length)));
    }
    code *= 2;
  }
  return { look, first, counts, places, symbols };
}

/** Every method throws `truncated-image` where the data end before the value does. */
export class EntropyReader {
  readonly #bytes: Uint8Array;
  #at: number;
  /** The next bits are the lowest `#left` ones. */
  #bits = 0;
  #left = 0;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** Offset after the last byte of which a bit has been read. */
  get end(): number {
    let at = this.#at;
    for (let left = this.#left; left >= 8; left -= 8) {
      at--;
      // A zero after 0xff is stuffing.
      if (this.#bytes[at] === 0 && this.#bytes[at - 1] === 0xff) at--;
    }
    return at;
  }

  /** The symbol of the next code. Throws `corrupt-image` for a code that the table does not have. */
  symbol({ look, first, counts, places, symbols }: CodeTable): number {
    if (this.#left < 16) this.#fill();
    if (this.#left >= LOOK) {
      const found = look[(this.#bits >>> (this.#left - LOOK)) & ((1 << LOOK) - 1)] as number;
      if (found !== 0) {
        this.#left -= found >> 8;
        return found & 255;
      }
    }
    let code = 0;
    for (let length = 0; length < 16; length++) {
      code = (code << 1) | this.bits(1);
      const nth = code - (first[length] as number);
      if (nth < (counts[length] as number)) return symbols[(places[length] as number) + nth] as number;
    }
    throw corrupt('The pixel data of the picture is damaged');
  }

  /** The next `count` bits, up to 16, as a number. */
  bits(count: number): number {
    if (this.#left < count) this.#fill();
    this.#left -= count;
    if (this.#left < 0) throw truncated('The pixel data of the picture ends early');
    return (this.#bits >>> this.#left) & ((1 << count) - 1);
  }

  /** Continues after the restart marker of that number, which must follow next. */
  restart(number: number): void {
    let at = this.end;
    while (this.#bytes[at] === 0xff && this.#bytes[at + 1] === 0xff) at++;
    if (at + 2 > this.#bytes.length) throw truncated('The pixel data of the picture ends early');
    if (this.#bytes[at] !== 0xff || this.#bytes[at + 1] !== 0xd0 + (number & 7)) {
      throw corrupt('The pixel data of the picture is damaged');
    }
    this.#at = at + 2;
    this.#left = 0;
  }

  /** Takes whole bytes up to the next marker. */
  #fill(): void {
    const bytes = this.#bytes;
    while (this.#left <= 24) {
      const byte = bytes[this.#at];
      if (byte === undefined || (byte === 0xff && bytes[this.#at + 1] !== 0)) return;
      this.#at += byte === 0xff ? 2 : 1;
      this.#bits = (this.#bits << 8) | byte;
      this.#left += 8;
    }
  }
}

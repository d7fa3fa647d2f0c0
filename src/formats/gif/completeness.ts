/**
 * Finds out whether the frames of a GIF have all their pixels. libnsgif, and so libvips, fills missing ones with the
 * first colour and says nothing. Follows the codes of LZW without unpacking them.
 */
import { pixelCount } from '../../core/image.ts';
import type { Limits } from '../../core/limits.ts';
import type { Work } from '../../core/turns.ts';
import { corrupt, truncated } from '../checks.ts';
import { type GifFrame, readGifBlocks } from './blocks.ts';

/** Codes have up to 12 bits (GIF89a appendix F). */
const MOST_BITS = 12;

/** Codes between two yields, which take a fraction of a millisecond. */
const PIECE = 2 ** 14;

/**
 * Checks the first `count` frames. Throws `truncated-image` for one with fewer pixels than its extent, and
 * `corrupt-image` for codes that are not defined.
 */
export function* checkGifFrames(bytes: Uint8Array, count: number, limits: Limits): Work<void> {
  const { frames } = readGifBlocks(bytes, limits);
  for (const frame of frames.slice(0, count)) yield* checkFrame(bytes, frame);
}

function* checkFrame(bytes: Uint8Array, frame: GifFrame): Work<void> {
  const needed = pixelCount(frame);
  const size = bytes[frame.data] as number;
  if (size < 1 || size >= MOST_BITS) throw corrupt('A frame of the picture has an impossible size of codes');
  const codes = new CodeReader(bytes, frame.data + 1);
  const table = new LengthTable(size);
  let pixels = 0;
  for (let count = 1; pixels < needed; count++) {
    const code = codes.take(table.bits);
    if (code < 0 || code === table.clear + 1) throw truncated('A frame of the picture has too few pixels');
    pixels += table.lengthOf(code);
    if (count % PIECE === 0) yield;
  }
}

/** Takes codes from the sub-blocks of a frame, the lowest bit first. */
class CodeReader {
  readonly #bytes: Uint8Array;
  #at: number;
  /** Bytes left in the sub-block. */
  #left = 0;
  #pending = 0;
  #held = 0;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** The next code; -1 where the data end. */
  take(bits: number): number {
    while (this.#held < bits) {
      if (this.#left === 0) {
        this.#left = this.#bytes[this.#at++] ?? 0;
        if (this.#left === 0) return -1;
      }
      this.#pending |= (this.#bytes[this.#at++] ?? 0) << this.#held;
      this.#held += 8;
      this.#left--;
    }
    const code = this.#pending & ((1 << bits) - 1);
    this.#pending >>>= bits;
    this.#held -= bits;
    return code;
  }
}

/** The number of pixels that each code stands for. */
class LengthTable {
  readonly clear: number;
  bits: number;
  readonly #size: number;
  readonly #lengths = new Uint16Array(2 ** MOST_BITS);
  #next: number;
  /** Length of the code before; 0 behind a clear code. */
  #before = 0;

  constructor(size: number) {
    this.#size = size;
    this.clear = 1 << size;
    this.bits = size + 1;
    this.#next = this.clear + 2;
    this.#lengths.fill(1, 0, this.clear);
  }

  /** Pixels of a code other than the one that ends the data. Defines one more code, as the decoder does. */
  lengthOf(code: number): number {
    if (code === this.clear) {
      this.bits = this.#size + 1;
      this.#next = this.clear + 2;
      this.#before = 0;
      return 0;
    }
    const isNew = code === this.#next && this.#before > 0;
    if (code > this.#next || (code === this.#next && !isNew))
      throw corrupt('A frame of the picture has an undefined code');
    const length = isNew ? this.#before + 1 : (this.#lengths[code] as number);
    if (this.#before > 0 && this.#next < this.#lengths.length) {
      this.#lengths[this.#next++] = this.#before + 1;
      if (this.#next === 1 << this.bits && this.bits < MOST_BITS) this.bits++;
    }
    this.#before = length;
    return length;
  }
}

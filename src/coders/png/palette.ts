/** Finds the colours of a picture that has few, and numbers its pixels by them. */
import type { Image } from '../../core/image.ts';
import type { Samples } from '../../core/pixel.ts';
import type { InPieces } from '../pauses.ts';
import { inPieces } from '../pauses.ts';

/** Colours of a palette at most. */
const MOST_COLORS = 256;

/** Bits of a slot number in the hash table of colours. At most a quarter of the slots is used. */
const SLOT_BITS = 10;
const SLOTS = 1 << SLOT_BITS;

/** The colours of an RGB or RGBA picture of bytes, each as 32 bits: alpha, blue, green, red from the highest down. */
export class Palette {
  /** Colours in the order of their indices. */
  readonly colors: readonly number[];
  readonly #slots: Slots;
  /** The number of the colour in each slot. */
  readonly #numbers: Uint8Array;

  private constructor(slots: Slots) {
    this.#slots = slots;
    this.colors = [...slots.colors.subarray(0, slots.count)].sort(byAlphaThenLight);
    this.#numbers = new Uint8Array(SLOTS);
    for (const [number, color] of this.colors.entries()) this.#numbers[slots.slotOf(color)] = number;
  }

  /** Undefined for a picture of over 256 colours: it is read no further than to the 257th. */
  static *find(image: Image): InPieces<Palette | undefined> {
    const { channels, data, width, height } = image;
    const slots = new Slots();
    const repeats = repeatedRows(image);
    let few = true;
    const pieces = inPieces(height, width * channels, (first, end) => {
      for (let y = first; y < end && few; y++) {
        few = repeats(y) || slots.add(data, channels, y * width, (y + 1) * width);
      }
    });
    for (const _ of pieces) {
      if (!few) return undefined;
      yield;
    }
    return few ? new Palette(slots) : undefined;
  }

  /** Writes the numbers of pixels `start` to `end` to the beginning of `goal`. */
  number({ channels, data }: Image, start: number, end: number, goal: Uint8Array): void {
    let [before, number] = [~colorAt(data, start * channels, channels), 0];
    for (let pixel = start, at = start * channels; pixel < end; pixel++, at += channels) {
      const color = colorAt(data, at, channels);
      if (color !== before) number = this.#numbers[this.#slots.slotOf(color)] as number;
      before = color;
      goal[pixel - start] = number;
    }
  }
}

/** Whether a row of bytes is the same as the one above. */
export function repeatedRows({ data, width, channels }: Image): (y: number) => boolean {
  const bytes = Buffer.from(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
  const length = width * channels;
  return (y) => {
    const [above, row] = [(y - 1) * length, y * length];
    return y > 0 && bytes.compare(bytes, row, row + length, above, row) === 0;
  };
}

/** Transparent colours first, since tRNS may end before the opaque ones; then from dark to light, for the filters. */
function byAlphaThenLight(a: number, b: number): number {
  const [opaqueA, opaqueB] = [a >>> 24 === 255, b >>> 24 === 255];
  if (opaqueA !== opaqueB) return opaqueA ? 1 : -1;
  return lightOf(a) - lightOf(b) || a - b;
}

/** Luma of ITU-R BT.601, in whole numbers. */
function lightOf(color: number): number {
  return 299 * (color & 255) + 587 * ((color >>> 8) & 255) + 114 * ((color >>> 16) & 255);
}

function colorAt(data: Samples, at: number, channels: number): number {
  const rgb = (data[at] as number) | ((data[at + 1] as number) << 8) | ((data[at + 2] as number) << 16);
  return rgb | (channels === 4 ? (data[at + 3] as number) << 24 : 0xff << 24);
}

/** A hash table of colours, with linear probing. */
class Slots {
  readonly colors = new Int32Array(MOST_COLORS);
  count = 0;
  readonly #taken = new Uint8Array(SLOTS);
  readonly #keys = new Int32Array(SLOTS);

  /** Adds the colours of pixels `start` to `end`; false once there are too many. */
  add(data: Samples, channels: number, start: number, end: number): boolean {
    let before = ~colorAt(data, start * channels, channels);
    for (let at = start * channels; at < end * channels; at += channels) {
      const color = colorAt(data, at, channels);
      if (color === before) continue;
      before = color;
      const slot = this.slotOf(color);
      if (this.#taken[slot]) continue;
      if (this.count === MOST_COLORS) return false;
      this.#taken[slot] = 1;
      this.#keys[slot] = color;
      this.colors[this.count++] = color;
    }
    return true;
  }

  /** The slot of a colour, whether it is in the table or not yet. */
  slotOf(color: number): number {
    let slot = Math.imul(color, 0x9e3779b1) >>> (32 - SLOT_BITS);
    while (this.#taken[slot] && this.#keys[slot] !== color) slot = (slot + 1) % SLOTS;
    return slot;
  }
}

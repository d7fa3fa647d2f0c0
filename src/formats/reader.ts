/** Reads numbers and names from a file's bytes, with bounds checks. */
import { NoirError } from '../core/errors.ts';

/** Reads at byte offsets. Every method throws `truncated-image` when the bytes end before the value does. */
export class Reader {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  readonly #little: boolean;

  constructor(bytes: Uint8Array, order: 'big' | 'little') {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#little = order === 'little';
  }

  get length(): number {
    return this.bytes.length;
  }

  u8(at: number): number {
    this.need(at, 1);
    return this.#view.getUint8(at);
  }

  u16(at: number): number {
    this.need(at, 2);
    return this.#view.getUint16(at, this.#little);
  }

  u24(at: number): number {
    this.need(at, 3);
    const [a, b, c] = [this.u8(at), this.u8(at + 1), this.u8(at + 2)];
    return this.#little ? a | (b << 8) | (c << 16) : (a << 16) | (b << 8) | c;
  }

  u32(at: number): number {
    this.need(at, 4);
    return this.#view.getUint32(at, this.#little);
  }

  /** A 64-bit number. Rounded above 2^53, which no offset within a file reaches. */
  u64(at: number): number {
    this.need(at, 8);
    return Number(this.#view.getBigUint64(at, this.#little));
  }

  /** `length` bytes as Latin-1, for signatures and four-letter names. */
  text(at: number, length: number): string {
    this.need(at, length);
    return String.fromCharCode(...this.bytes.subarray(at, at + length));
  }

  /** Throws `truncated-image` unless `length` bytes exist at `at`. */
  need(at: number, length: number): void {
    if (at < 0 || at + length > this.bytes.length) {
      throw new NoirError('truncated-image', 'The picture ends in the middle of its data');
    }
  }
}

/** Whether these bytes are at `at`. False when the file is too short. */
export function hasBytes(bytes: Uint8Array, at: number, expected: readonly number[]): boolean {
  return expected.every((byte, index) => bytes[at + index] === byte);
}

/** Whether this ASCII text is at `at`. False when the file is too short. */
export function hasText(bytes: Uint8Array, at: number, expected: string): boolean {
  for (let index = 0; index < expected.length; index++) {
    if (bytes[at + index] !== expected.charCodeAt(index)) return false;
  }
  return true;
}

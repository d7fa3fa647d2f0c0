/** Reads a picture's rows as PNG stores them. */
import { endianness } from 'node:os';
import type { Image } from '../../core/image.ts';
import { SAMPLE_BYTES } from '../../core/pixel.ts';
import type { RowPair } from './filter.ts';

/** Bytes after a row that word accesses may touch. */
export const SLACK = 8;

const SWAPS = endianness() === 'LE';

/** A row with zeros before it and slack after it. */
interface Row {
  readonly bytes: Buffer;
  readonly view: DataView;
}

function makeRow(length: number): Row {
  const { buffer } = new Uint8Array(length);
  return { bytes: Buffer.from(buffer), view: new DataView(buffer) };
}

/** Reads a picture row by row. 16-bit samples become big-endian. */
export class PngRows implements RowPair {
  /** Bytes of a pixel. */
  readonly step: number;
  /** Bytes of a row, without its filter type. */
  readonly length: number;
  /** End of the row's samples. */
  readonly #end: number;
  #above: Row;
  #row: Row;
  readonly #samples: Buffer;
  readonly #view: DataView;
  readonly #swaps: boolean;

  constructor({ width, channels, type, data }: Image) {
    this.step = channels * SAMPLE_BYTES[type];
    this.length = width * this.step;
    this.#samples = Buffer.from(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
    this.#view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    this.#swaps = type === 'u16' && SWAPS;
    this.#end = this.step + this.length;
    this.#above = makeRow(this.#end + SLACK);
    this.#row = makeRow(this.#end + SLACK);
  }

  get above(): DataView {
    return this.#above.view;
  }

  get row(): DataView {
    return this.#row.view;
  }

  /** All samples of the picture in memory order. */
  get samples(): DataView {
    return this.#view;
  }

  /** Whether row `y` equals the one above. It then need not be read before the next row. */
  repeats(y: number): boolean {
    const [above, row, end] = [(y - 1) * this.length, y * this.length, (y + 1) * this.length];
    return y > 0 && this.#samples.compare(this.#samples, row, end, above, row) === 0;
  }

  /** Positions the reader so that the next `read(y)` has row `y - 1` above. */
  seek(y: number): void {
    if (y > 0) this.read(y - 1);
    else this.#row.bytes.fill(0);
  }

  /** Reads row `y`, which must follow the row read before, or one equal to it. */
  read(y: number): void {
    [this.#above, this.#row] = [this.#row, this.#above];
    const { bytes } = this.#row;
    this.#samples.copy(bytes, this.step, y * this.length, (y + 1) * this.length);
    if (this.#swaps) bytes.subarray(this.step, this.#end).swap16();
  }
}

/** Loads rows into the SIMD memory as integers in the order of their samples, and stores them again. */
import type { Image } from '../../core/image.ts';
import { SAMPLE_BYTES } from '../../core/pixel.ts';
import type { Simd } from '../simd/simd.ts';

/** How samples become integers: whether the order is reversed, and where NaN comes among floats. */
export interface SortOrder {
  /** Added to a float's integer. 1 brings NaN from the last to the first place. */
  readonly raised: 0 | 1;
  /** Bits to invert. -1 reverses the order. */
  readonly turned: 0 | -1;
}

/** Rows as u8, u16 or, for f32, i32. */
export interface SortableRows {
  /** Bytes of a row. */
  readonly length: number;
  /** Puts row `y` at a place. */
  load(y: number, at: number): void;
  /** Converts a row back at its place, and stores it in row `y` of the result. */
  store(at: number, y: number): void;
}

export function sortableRows(
  simd: Simd,
  input: Image,
  output: Image,
  { raised, turned }: SortOrder,
): SortableRows {
  const { width, channels, type } = input;
  const samples = width * channels;
  const length = samples * SAMPLE_BYTES[type];
  const from = new Uint8Array(input.data.buffer, input.data.byteOffset, input.data.byteLength);
  const to = new Uint8Array(output.data.buffer, output.data.byteOffset, output.data.byteLength);
  const { code } = simd;
  return {
    length,
    load(y, at) {
      simd.bytes.set(from.subarray(y * length, (y + 1) * length), at);
      if (type === 'f32') code.floatsToKeys(at, samples, raised, turned);
      else if (turned) code.invertBits(at, length);
    },
    store(at, y) {
      if (type === 'f32') code.keysToFloats(at, samples, raised, turned);
      else if (turned) code.invertBits(at, length);
      to.set(simd.bytes.subarray(at, at + length), y * length);
    },
  };
}

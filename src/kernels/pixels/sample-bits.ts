/** Views samples as unsigned integers, to move them without changing a bit. */
import type { Samples } from '../../core/pixel.ts';

/** Unsigned integers of a sample's size. */
export type Words = Uint8Array | Uint16Array | Uint32Array;

/** JavaScript may change the bits of a NaN that it reads as a float, so floats are viewed as integers. */
export function bitsOf(data: Samples): Words {
  return data instanceof Float32Array ? new Uint32Array(data.buffer, data.byteOffset, data.length) : data;
}

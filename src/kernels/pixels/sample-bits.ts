import type { Samples } from '../../core/pixel.ts';

/** Whole numbers that pixels are moved as. */
export type Words = Uint8Array | Uint16Array | Uint32Array;

/** Samples as whole numbers: JavaScript may change the bits of a NaN that passes through it as a float. */
export function bitsOf(data: Samples): Words {
  return data instanceof Float32Array ? new Uint32Array(data.buffer, data.byteOffset, data.length) : data;
}

/** Views Buffers as plain arrays, whose `slice` copies. */
import type { Samples } from '../core/pixel.ts';

/**
 * The same memory as a plain array. `slice` of a Buffer, which is a Uint8Array too, copies nothing: what changes such a
 * slice would change the caller's own bytes.
 */
export function plain<Data extends Samples>(data: Data): Data {
  return Buffer.isBuffer(data) ? (viewOf(data) as Data) : data;
}

function viewOf({ buffer, byteOffset, byteLength }: Buffer): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

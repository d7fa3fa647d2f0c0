/** Maps samples to integers in the same order. */
import type { Samples } from '../../core/pixel.ts';

/**
 * Writes samples from `first` on as integers: levels as they are; floats from -infinity up, -0 before +0, and every
 * NaN last, as one number.
 */
export function toSortableIntegers(from: Samples, first: number, to: Int32Array): void {
  if (!(from instanceof Float32Array)) {
    for (let at = 0; at < to.length; at++) to[at] = from[first + at] as number;
    return;
  }
  const bits = new Int32Array(from.buffer, from.byteOffset, from.length);
  for (let at = 0; at < to.length; at++) {
    const word = bits[first + at] as number;
    const unordered = (word & 0x7fffffff) > 0x7f800000;
    // The bits of negative floats grow with the magnitude, so these are inverted.
    to[at] = unordered ? 0x7fffffff : word ^ ((word >> 31) & 0x7fffffff);
  }
}

/** The inverse of `toSortableIntegers`, into samples from `first` on. */
export function fromSortableIntegers(from: Int32Array, to: Samples, first: number): void {
  if (!(to instanceof Float32Array)) {
    to.set(from, first);
    return;
  }
  const bits = new Int32Array(to.buffer, to.byteOffset, to.length);
  for (let at = 0; at < from.length; at++) {
    const word = from[at] as number;
    bits[first + at] = word ^ ((word >> 31) & 0x7fffffff);
  }
}

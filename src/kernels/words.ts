import type { Image } from '../core/image.ts';
import type { Samples } from '../core/pixel.ts';

/** Whole numbers that pixels are moved as. */
export type Words = Uint8Array | Uint16Array | Uint32Array;

/** Samples as whole numbers: JavaScript may change the bits of a NaN that passes through it as a float. */
export function bitsOf(data: Samples): Words {
  return data instanceof Float32Array ? new Uint32Array(data.buffer, data.byteOffset, data.length) : data;
}

/** Two pictures of one layout as the largest words of which pixels are made. */
interface Moved {
  readonly from: Words;
  readonly to: Words;
  /** Words of a pixel. */
  readonly each: number;
}

/** Views pictures of one pixel type and number of channels. */
export function wordsOf(input: Image, output: Image): Moved {
  const { channels, data } = input;
  const bytes = channels * data.BYTES_PER_ELEMENT;
  const offsets = data.byteOffset | output.data.byteOffset;
  for (const Words of [Uint32Array, Uint16Array]) {
    const size = Words.BYTES_PER_ELEMENT;
    if (bytes % size !== 0 || offsets % size !== 0) continue;
    const view = ({ buffer, byteOffset, byteLength }: Samples) =>
      new Words(buffer as ArrayBuffer, byteOffset, byteLength / size);
    return { from: view(data), to: view(output.data), each: bytes / size };
  }
  return { from: bitsOf(data), to: bitsOf(output.data), each: channels };
}

/** Copies pixels of `each` words that lie `step` words apart, to one behind the other. */
export function movePixels(
  from: Words,
  first: number,
  step: number,
  to: Words,
  at: number,
  count: number,
  each: number,
): void {
  const end = at + count * each;
  if (each === 1) {
    for (let source = first, target = at; target < end; target++, source += step) {
      to[target] = from[source] as number;
    }
  } else if (each === 3) {
    for (let source = first, target = at; target < end; target += 3, source += step) {
      to[target] = from[source] as number;
      to[target + 1] = from[source + 1] as number;
      to[target + 2] = from[source + 2] as number;
    }
  } else {
    for (let source = first, target = at; target < end; source += step) {
      for (let word = 0; word < each; word++) to[target++] = from[source + word] as number;
    }
  }
}

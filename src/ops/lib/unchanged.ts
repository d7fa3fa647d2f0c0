/** Ops that leave the picture as it is. */
import type { Image, Shape } from '../../core/image.ts';
import { rowsPerYield, type Work } from '../../core/turns.ts';
import { extract } from '../geometry/extract.ts';

/** Pixels that are copied between two yields. */
const COPIED = 2 ** 17;

/** The members of an op that changes nothing, or that another op replaces once its picture is known. */
export const unchanged = {
  tolerance: { u8: 0, u16: 0, f32: 0 },

  geometry: (input: Shape): Shape => input,

  reference(input: Image, _: unknown, output: Image): void {
    output.data.set(input.data);
  },

  kernel: (input: Image, _: unknown, output: Image): Work<void> => copySamples(input, output),

  lower: (input: Shape) =>
    extract.lower(input, { left: 0, top: 0, width: input.width, height: input.height }),
} as const;

/** Copies a picture into one of its own shape. */
export function* copySamples({ data, width, height, channels }: Image, output: Image): Work<void> {
  const some = width * channels * rowsPerYield(width, COPIED);
  for (let first = 0; first < width * height * channels; first += some) {
    output.data.set(data.subarray(first, first + some), first);
    yield;
  }
}

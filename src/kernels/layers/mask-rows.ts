import type { Image } from '../../core/image.ts';
import { rowsPerYield, type Work } from '../../core/turns.ts';
import { Simd } from '../simd/simd.ts';
import { takeRows } from './row-vectors.ts';
import { scaledRows } from './scaled-rows.ts';

/** An alpha beyond this, times what is next to nothing, is not what it would be in 64 bits. */
const MOST_ALPHA = 2;

interface Masking {
  readonly mask: Image;
  /** What red, green, blue and alpha of the mask weigh in its luminance; undefined where its alpha counts alone. */
  readonly weights: readonly number[] | undefined;
  readonly invert: boolean;
}

/**
 * Multiplies alpha by a mask that is stretched to the picture, in 32-bit floats, but for rows that `work` has to do,
 * since there are floats which need more.
 */
export function* maskRows(
  input: Image,
  { mask, weights, invert }: Masking,
  output: Image,
  work: (y: number) => void,
): Work<void> {
  const { width, height } = input;
  yield* Simd.lend(function* (simd) {
    const { load, store } = takeRows(simd, input, output, [0, width]);
    const loadMask = scaledRows(simd, mask, input);
    const [colors, kept, factors] = [simd.take(16 * width), simd.take(16 * width), simd.take(16)];
    simd.floats.set(weights ?? [], factors / 4);
    const isUsual = (at: number) =>
      input.type !== 'f32' || simd.code.areInRange(at, width, Infinity, MOST_ALPHA) !== 0;
    const band = rowsPerYield(width);
    for (let y = 0; y < height; y++) {
      if (y % band === 0) yield;
      load(y, colors);
      if (isUsual(colors) && loadMask?.(y, kept)) {
        simd.code.maskRow(colors, kept, width, factors, Number(weights === undefined), Number(invert));
        store(colors, y);
      } else {
        work(y);
      }
    }
  });
}

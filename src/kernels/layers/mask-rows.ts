/** Multiplies a picture's alpha by a mask, row by row in 32-bit SIMD. */
import type { Image } from '../../core/image.ts';
import { rowsPerYield, type Work } from '../../core/turns.ts';
import { Simd } from '../simd/simd.ts';
import { takeRows } from './row-vectors.ts';
import { scaledRows } from './scaled-rows.ts';

/** Largest alpha of f32 pictures for which 32 bits have enough digits. */
const MOST_ALPHA = 2;

interface Masking {
  readonly mask: Image;
  /** Weights of red, green, blue and alpha in the mask's luminance; undefined if only its alpha counts. */
  readonly weights: readonly number[] | undefined;
  readonly invert: boolean;
}

/** Applies a mask that is scaled to the picture. Rows with floats that need 64 bits are left to `work`. */
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

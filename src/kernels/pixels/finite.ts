/** Whether samples are finite, found out with vectors. */
import type { Image } from '../../core/image.ts';
import { rowsPerYield, type Work } from '../../core/turns.ts';
import { Simd } from '../simd/simd.ts';

/** Whether no sample of a picture is NaN or infinite. Integers never are. */
export function* isFinitePicture({ data, width, height, channels, type }: Image): Work<boolean> {
  if (type !== 'f32') return true;
  const length = width * channels;
  return yield* Simd.lend(function* (simd) {
    const line = simd.take(4 * length);
    const band = rowsPerYield(width);
    for (let y = 0; y < height; y++) {
      if (y % band === 0) yield;
      simd.floats.set(data.subarray(y * length, (y + 1) * length), line / 4);
      if (!areFinite(simd, line, length)) return false;
    }
    return true;
  });
}

/** Whether no float at a place is NaN or infinite. Up to three floats behind them are set to 0. */
export function areFinite({ code, floats }: Simd, at: number, samples: number): boolean {
  const end = at / 4 + samples;
  floats.fill(0, end, end + 3);
  return code.areFinite(at, samples) !== 0;
}

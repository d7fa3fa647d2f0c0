/** Luma of 8-bit pictures in SIMD. The shortest example of a kernel in AssemblyScript. */
import type { Channels } from '../../core/pixel.ts';
import { Simd } from '../simd/simd.ts';
import type { ByteMap } from './sample-maps.ts';

/** Pixels that are converted at once. What they take stays in the processor's nearer caches. */
const CHUNK = 16_384;

/**
 * The luma of RGB or RGBA, alpha kept. `weights` are whole numbers of `parts`, which is even and at most 10,000.
 * Halves round up.
 */
export function lumaBytes(weights: readonly number[], parts: number, channels: Channels): ByteMap {
  const [red = 0, green = 0, blue = 0] = weights;
  const redGreen = red | (green << 16);
  const blueHalf = blue | ((parts / 2) << 16);
  const goal = channels - 2;
  return (from, to, start, end) =>
    Simd.run((simd) => {
      const pixels = simd.take(CHUNK * channels);
      const grays = simd.take(CHUNK * goal);
      const luma = channels === 3 ? simd.code.lumaOfRgb : simd.code.lumaOfRgba;
      for (let first = start; first < end; first += CHUNK) {
        const last = Math.min(end, first + CHUNK);
        simd.bytes.set(from.subarray(first * channels, last * channels), pixels);
        luma(pixels, last - first, redGreen, blueHalf, 1 / parts, grays);
        to.set(simd.bytes.subarray(grays, grays + (last - first) * goal), first * goal);
      }
    });
}

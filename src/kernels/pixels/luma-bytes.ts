import type { Channels } from '../../core/pixel.ts';
import { Simd } from '../simd/simd.ts';
import type { ByteMap } from './sample-maps.ts';

/** Pixels that are worked at once: what they take stays in the processor's nearer caches. */
const CHUNK = 16_384;

/**
 * The luma of RGB or RGBA in 8 bits, alpha kept, by weights that are whole `parts` of one, up to 10,000 and an
 * even number. In whole numbers: halves are rounded up.
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

import type { Samples } from '../../core/pixel.ts';
import type { Run } from '../../core/run.ts';
import { inPieces, withPauses } from '../pauses.ts';

/**
 * Stretches 10- and 12-bit samples that libvips has only shifted to the top of 16 bits, in place, so
 * that their white becomes 65535: the high bits are repeated below, which is exact at both ends.
 */
export async function deepenToWhite(samples: Samples, bits: number, run?: Run): Promise<void> {
  if (!(samples instanceof Uint16Array)) return;
  const deepen = (start: number, end: number) => {
    for (let index = start; index < end; index++) {
      const sample = samples[index] ?? 0;
      samples[index] = Math.min(65535, sample + (sample >>> bits));
    }
  };
  await withPauses(inPieces(samples.length, 1, deepen), run);
}

/** Corrects the range of 10- and 12-bit samples. */
import type { Samples } from '../../core/pixel.ts';
import type { Run } from '../../core/run.ts';
import { inPieces, withPauses } from '../pauses.ts';

/**
 * libvips only shifts 10- and 12-bit samples to the top of 16 bits. This repeats the high bits below them, in
 * place, so that white becomes 65535. Exact at both ends.
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

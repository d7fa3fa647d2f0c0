import type { Samples } from '../../core/pixel.ts';

/**
 * Stretches 10- and 12-bit samples that libvips has only shifted to the top of 16 bits, in place, so
 * that their white becomes 65535: the high bits are repeated below, which is exact at both ends.
 */
export function deepenToWhite(samples: Samples, bits: number): void {
  if (!(samples instanceof Uint16Array)) return;
  for (let index = 0; index < samples.length; index++) {
    const sample = samples[index] ?? 0;
    samples[index] = Math.min(65535, sample + (sample >>> bits));
  }
}

/** Counts the levels of a picture, for its histogram. No DOM. */
import type { Range, Samples } from './samples.ts';

/** Counts for each colour. */
export const BINS = 256;

/** Pixels that are counted at least, of a picture that has as many. */
const COUNTED = 250_000;

/**
 * The distance between pixels that are counted. It shares no factor with the width, so all columns are counted equally often:
 * a pattern of stripes, or the blocks of a JPEG, would be seen in one phase otherwise.
 */
function distanceOf({ width, height }: Samples): number {
  let distance = Math.max(1, Math.floor((width * height) / COUNTED));
  while (commonFactor(distance, width) > 1) distance--;
  return distance;
}

const commonFactor = (a: number, b: number): number => (b === 0 ? a : commonFactor(b, a % b));

/** Counts the levels of each colour within a range. Gray counts once. */
export function countLevels(samples: Samples, { low, high }: Range): Uint32Array[] {
  const { data, channels } = samples;
  const colors = channels < 3 ? 1 : 3;
  const bins = Array.from({ length: colors }, () => new Uint32Array(BINS));
  const stride = distanceOf(samples) * channels;
  const factor = (BINS - 1) / (high - low);
  for (let at = 0; at < data.length; at += stride) {
    for (let channel = 0; channel < colors; channel++) {
      const bin = Math.round(((data[at + channel] as number) - low) * factor);
      if (bin >= 0 && bin < BINS)
        (bins[channel] as Uint32Array)[bin] = ((bins[channel] as Uint32Array)[bin] ?? 0) + 1;
    }
  }
  return bins;
}

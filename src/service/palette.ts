/** The colours of a picture, for pages that show something before it arrives. */

/** A colour with the part of the picture that is like it. */
export interface Swatch {
  /** As `#rrggbb`. */
  readonly color: string;
  /** From 0 to 1. */
  readonly share: number;
}

/** Bits of each channel that tell one bin of the histogram from another, as in sharp's `dominant`. */
const BITS = 4;

/** Least distance between two colours of a palette, in levels. */
const APART = 40;

interface Bin {
  weight: number;
  readonly sums: [number, number, number];
}

/**
 * Up to `most` colours, the commonest first: the means of the fullest bins of a histogram of 4096 bins that lie 40 levels
 * apart. `samples` are R, G, B and alpha of 8 bits. A transparent pixel counts as little as it shows. Empty for a picture of
 * which nothing shows.
 */
export function paletteOf(samples: Uint8Array, most: number): Swatch[] {
  const bins = new Map<number, Bin>();
  let total = 0;
  for (let at = 0; at < samples.length; at += 4) {
    const [r = 0, g = 0, b = 0, alpha = 0] = samples.subarray(at, at + 4);
    const key = ((r >> (8 - BITS)) << (2 * BITS)) | ((g >> (8 - BITS)) << BITS) | (b >> (8 - BITS));
    const bin = bins.get(key) ?? { weight: 0, sums: [0, 0, 0] };
    bin.weight += alpha;
    for (const [channel, level] of [r, g, b].entries()) bin.sums[channel as 0] += level * alpha;
    bins.set(key, bin);
    total += alpha;
  }
  const full = [...bins.values()].filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight);
  const chosen: { mean: number[]; share: number }[] = [];
  for (const { weight, sums } of full) {
    const mean = sums.map((sum) => Math.round(sum / weight));
    const near = chosen.find((each) => distance(each.mean, mean) < APART);
    if (near) near.share += weight / total;
    else if (chosen.length < most) chosen.push({ mean, share: weight / total });
  }
  return chosen
    .sort((a, b) => b.share - a.share)
    .map(({ mean, share }) => ({ color: hex(mean), share: Math.round(share * 1000) / 1000 }));
}

function distance(a: readonly number[], b: readonly number[]): number {
  return Math.hypot(...a.map((level, channel) => level - (b[channel] as number)));
}

function hex(levels: readonly number[]): string {
  return `#${levels.map((level) => level.toString(16).padStart(2, '0')).join('')}`;
}

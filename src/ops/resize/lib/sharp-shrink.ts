/** What sharp lets its JPEG loader divide the sides by (src/pipeline.cc of sharp 0.35). */
import type { Shrink } from '../../../formats/format.ts';

/** `factor` is the smaller one of both sides, and `isFast` the option `fastShrinkOnLoad`. */
export function shrinkInSharp(factor: number, isFast: boolean): Shrink {
  return isFast ? fastShrink(factor) : carefulShrink(factor);
}

/** One less where hardly anything would be left for the kernel. */
function fastShrink(factor: number): Shrink {
  const shrink = ([8, 4, 2] as const).find((parts) => factor >= parts) ?? 1;
  return shrink > 1 && Math.floor(factor) === shrink ? ((shrink / 2) as Shrink) : shrink;
}

/** A factor of 2 at least is left for the kernel. */
function carefulShrink(factor: number): Shrink {
  return ([8, 4, 2] as const).find((shrink) => factor >= 2 * shrink) ?? 1;
}

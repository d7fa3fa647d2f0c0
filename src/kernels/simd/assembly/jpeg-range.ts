/**
 * Finds blocks of a JPEG whose numbers are too large. libjpeg-turbo adds some of them in 16 bits with SIMD, and in 32 without, so its
 * results are known only where nothing overflows. No encoder writes such numbers, but damaged data have them.
 */

/** The bits of 16-bit numbers with `bound` added to each, for `isBeyond`. */
export function raised(a: v128, b: v128, bound: i16): v128 {
  const more = i16x8.splat(bound);
  return v128.or(i16x8.add(a, more), i16x8.add(b, more));
}

/** Whether some of the numbers whose raised bits are in `all` are below `-bound`, or not below `bound`, which is a power of two. */
export function isBeyond(all: v128, bound: i16): bool {
  return v128.any_true(v128.and(all, i16x8.splat(~(2 * bound - 1))));
}

/** Whether the mean of a block lies further from the range of samples than 511, for a first coefficient that is multiplied already. */
export function isFar(first: i32): bool {
  return <u32>(first + 4092) > 2 * 4092;
}

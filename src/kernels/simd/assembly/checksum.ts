/** The Adler-32 checksum of RFC 1950, section 8.2, which PNG's zlib stream ends with. */

/** Largest prime below 2 ** 16: the modulus of Adler-32 (RFC 1950, section 8.2). */
const MODULUS: u32 = 65521;

/** Bytes, a multiple of 16, after which all sums are still below 2 ** 32. */
const MOST: usize = 4096;

/** Continues the checksum `before` over some bytes. */
export function adler32(from: usize, length: usize, before: u32): u32 {
  let sum = before & 0xffff;
  let sums = before >>> 16;
  const end = from + length;
  let at = from;
  while (at + 16 <= end) {
    const stop = at + (min(end - at, MOST) & ~15);
    let ones = i32x4.splat(0);
    let steps = i32x4.splat(0);
    let inside = i32x4.splat(0);
    sums += sum * ((stop - at) as u32);
    for (; at < stop; at += 16) {
      const bytes = v128.load(at);
      // Whatever came before in this stretch counts once for each of these 16.
      steps = i32x4.add(steps, ones);
      ones = i32x4.add(ones, i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bytes)));
      const first = i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(bytes), i16x8(16, 15, 14, 13, 12, 11, 10, 9));
      const second = i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(bytes), i16x8(8, 7, 6, 5, 4, 3, 2, 1));
      inside = i32x4.add(inside, i32x4.add(first, second));
    }
    sum = (sum + all(ones)) % MODULUS;
    sums = (sums + 16 * all(steps) + all(inside)) % MODULUS;
  }
  for (; at < end; at++) {
    sum += load<u8>(at);
    sums += sum;
  }
  return ((sums % MODULUS) << 16) | (sum % MODULUS);
}

function all(lanes: v128): u32 {
  const low = i32x4.extract_lane(lanes, 0) + i32x4.extract_lane(lanes, 1);
  return (low + i32x4.extract_lane(lanes, 2) + i32x4.extract_lane(lanes, 3)) as u32;
}

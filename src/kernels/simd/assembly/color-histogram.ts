/**
 * Counts the colours of a picture. Pixels are words of red, green, blue and alpha, of which a whole word of 0 is transparent and
 * not counted.
 */

/** Bits of each channel that name a bin of the histogram, and bytes of a bin: count, and sums of red, green and blue. */
const BIN_BITS: u32 = 6;
const BIN: usize = 16;
const BINS: usize = 1 << (3 * BIN_BITS);

/** Counts every `step`th of the opaque pixels. The bins must be zero before the first call. */
export function countColors(pixels: usize, count: usize, step: usize, bins: usize): void {
  for (let at = pixels; at < pixels + 4 * count; at += 4 * step) {
    const color = load<u32>(at);
    if (color === 0) continue;
    const red = color & 255;
    const green = (color >> 8) & 255;
    const blue = (color >> 16) & 255;
    const name = (((red >> 2) << (2 * BIN_BITS)) | ((green >> 2) << BIN_BITS) | (blue >> 2)) as usize;
    const bin = bins + name * BIN;
    v128.store(bin, i32x4.add(v128.load(bin), i32x4(1, red, green, blue)));
  }
}

/**
 * The same with a bin for each colour, in a hash table of 2 to the power of `bits` bins, whose channels are not summed. `before`
 * colours are in it already. Returns their number now; one more than `most` when there are too many.
 */
export function countExactColors(
  pixels: usize,
  count: usize,
  step: usize,
  bins: usize,
  bits: u32,
  before: i32,
  most: i32,
): i32 {
  let found = before;
  for (let at = pixels; at < pixels + 4 * count; at += 4 * step) {
    const color = load<u32>(at);
    if (color === 0) continue;
    const wanted = i32x4(0, color & 255, (color >> 8) & 255, (color >> 16) & 255);
    let slot = (color * 0x9e3779b1) >> (32 - bits);
    for (;;) {
      const bin = bins + (slot as usize) * BIN;
      const there = v128.load(bin);
      const times = i32x4.extract_lane(there, 0);
      if (times === 0) {
        if (found === most) return most + 1;
        found++;
        v128.store(bin, i32x4.replace_lane(wanted, 0, 1));
        break;
      }
      if (i32x4.all_true(i32x4.eq(i32x4.replace_lane(there, 0, 0), wanted))) {
        store<i32>(bin, times + 1);
        break;
      }
      slot = (slot + 1) & ((1 << bits) - 1);
    }
  }
  return found;
}

/** Writes the exact colours of so many bins as `listColors` does. */
export function listExactColors(bins: usize, count: usize, list: usize): i32 {
  let to = list;
  for (let bin = bins; bin < bins + count * BIN; bin += BIN) {
    if (load<u32>(bin) === 0) continue;
    v128.store(to, f32x4.convert_i32x4_u(v128.load(bin)));
    to += BIN;
  }
  return ((to - list) / BIN) as i32;
}

/** Writes the means of the bins that are not empty, as floats of weight, red, green and blue. Returns their number. */
export function listColors(bins: usize, list: usize): i32 {
  let to = list;
  for (let bin = bins; bin < bins + BINS * BIN; bin += BIN) {
    const count = load<u32>(bin);
    if (count === 0) continue;
    const mean = f32x4.div(f32x4.convert_i32x4_u(v128.load(bin)), f32x4.splat(count as f32));
    v128.store(to, f32x4.replace_lane(mean, 0, count as f32));
    to += BIN;
  }
  return ((to - list) / BIN) as i32;
}

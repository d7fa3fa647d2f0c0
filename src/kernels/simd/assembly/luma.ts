/** Luma of 8-bit pixels in integers. */

/** Half of a 10,000th, added so that a quotient that is a whole number is not less in floats. */
const SPARE: f32 = 0.00005;

/**
 * The luma of 8-bit RGB: the weighted sum plus `half`, times `per`, truncated. Weights and half are integers below 2
 * ** 15, two in a word. Computes 16 pixels at once.
 */
export function lumaOfRgb(
  from: usize,
  pixels: usize,
  redGreen: i32,
  blueHalf: i32,
  per: f32,
  to: usize,
): void {
  for (let at: usize = 0; at < pixels; at += 16) {
    const first = from + 3 * at;
    const a = ofRgb(v128.load(first), redGreen, blueHalf, per);
    const b = ofRgb(v128.load(first, 12), redGreen, blueHalf, per);
    const c = ofRgb(v128.load(first, 24), redGreen, blueHalf, per);
    const d = ofRgb(v128.load(first, 36), redGreen, blueHalf, per);
    v128.store(to + at, i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d)));
  }
}

/** The same for RGBA, with alpha behind each gray. Computes 8 pixels at once. */
export function lumaOfRgba(
  from: usize,
  pixels: usize,
  redGreen: i32,
  blueHalf: i32,
  per: f32,
  to: usize,
): void {
  for (let at: usize = 0; at < pixels; at += 8) {
    const low = v128.load(from + 4 * at);
    const high = v128.load(from + 4 * at, 16);
    const a = ofRgba(low, redGreen, blueHalf, per);
    const b = ofRgba(high, redGreen, blueHalf, per);
    // Alpha is the top byte of a word, and becomes that of 16 bits.
    const alphas = i16x8.shl(i16x8.narrow_i32x4_s(i32x4.shr_u(low, 24), i32x4.shr_u(high, 24)), 8);
    v128.store(to + 2 * at, v128.or(i16x8.narrow_i32x4_s(a, b), alphas));
  }
}

/** The grays of the first four pixels of three samples each. */
function ofRgb(samples: v128, redGreen: i32, blueHalf: i32, per: f32): v128 {
  const words = v128.shuffle<i8>(samples, samples, 0, 1, 2, 2, 3, 4, 5, 5, 6, 7, 8, 8, 9, 10, 11, 11);
  return ofRgba(words, redGreen, blueHalf, per);
}

/** The grays of four pixels, a word each: red is its lowest byte, blue its third. */
function ofRgba(pixels: v128, redGreen: i32, blueHalf: i32, per: f32): v128 {
  const none = i8x16.splat(0);
  const reds = v128.shuffle<i8>(pixels, none, 0, 16, 1, 16, 4, 16, 5, 16, 8, 16, 9, 16, 12, 16, 13, 16);
  const blues = v128.shuffle<i8>(pixels, none, 2, 16, 16, 16, 6, 16, 16, 16, 10, 16, 16, 16, 14, 16, 16, 16);
  // A one beside each blue, so that half is added as its product.
  const sum = i32x4.add(
    i32x4.dot_i16x8_s(reds, i32x4.splat(redGreen)),
    i32x4.dot_i16x8_s(v128.or(blues, i32x4.splat(1 << 16)), i32x4.splat(blueHalf)),
  );
  const quotient = f32x4.mul(f32x4.convert_i32x4_s(sum), f32x4.splat(per));
  return i32x4.trunc_sat_f32x4_s(f32x4.add(quotient, f32x4.splat(SPARE)));
}

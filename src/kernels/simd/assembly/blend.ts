/** Blends rows of pixels: Porter-Duff operators and the blend modes that do not divide. As math/blend.ts. */

const MULTIPLY = 1;
const SCREEN = 2;
const OVERLAY = 3;
const DARKEN = 4;
const LIGHTEN = 5;
const HARD_LIGHT = 6;
const SOFT_LIGHT = 7;
const DIFFERENCE = 8;
const EXCLUSION = 9;

/**
 * Blends a row onto another, in place: vectors of straight red, green, blue and alpha, in fractions of white. The
 * upper alpha is multiplied by `opacity`. Each layer's weight is its alpha times a straight line over the other
 * layer's alpha; `shares` holds offset and slope, of the upper layer, then of the lower. The blended colour weighs
 * the product of both alphas. With `keeps` the lower row stays where nothing is above it.
 */
export function blendRow(
  lower: usize,
  upper: usize,
  pixels: usize,
  opacity: f32,
  shares: usize,
  blend: i32,
  keeps: i32,
): void {
  const one: f32 = 1;
  const upperOwn = load<f32>(shares);
  const upperOther = load<f32>(shares, 4);
  const lowerOwn = load<f32>(shares, 8);
  const lowerOther = load<f32>(shares, 12);
  for (let at: usize = 0; at < 16 * pixels; at += 16) {
    const a = v128.load(upper + at);
    const above = f32x4.extract_lane(a, 3) * opacity;
    if (above === 0 && keeps) continue;
    const b = v128.load(lower + at);
    const below = f32x4.extract_lane(b, 3);
    const ofUpper = above * (upperOwn + upperOther * below);
    const ofLower = below * (lowerOwn + lowerOther * above);
    const both: f32 = blend ? above * below : 0;
    const alpha = min(one, ofUpper + ofLower + both);
    let sum = f32x4.add(f32x4.mul(a, f32x4.splat(ofUpper)), f32x4.mul(b, f32x4.splat(ofLower)));
    if (blend) sum = f32x4.add(sum, f32x4.mul(blendOf(blend, b, a), f32x4.splat(both)));
    const straight = f32x4.mul(sum, f32x4.splat(alpha > 0 ? one / alpha : 0));
    v128.store(lower + at, f32x4.replace_lane(straight, 3, alpha));
  }
}

/** The formulas of `math/blend.ts`. */
function blendOf(blend: i32, lower: v128, upper: v128): v128 {
  if (blend === MULTIPLY) return f32x4.mul(lower, upper);
  if (blend === DARKEN) return f32x4.min(lower, upper);
  if (blend === LIGHTEN) return f32x4.max(lower, upper);
  if (blend === DIFFERENCE) return f32x4.abs(f32x4.sub(lower, upper));
  const l = limited(lower);
  const u = limited(upper);
  if (blend === HARD_LIGHT) return hardLight(l, u);
  if (blend === OVERLAY) return hardLight(u, l);
  if (blend === SOFT_LIGHT) return softLight(l, u);
  const product = f32x4.mul(l, u);
  const screened = f32x4.sub(f32x4.add(l, u), product);
  return blend === SCREEN ? screened : f32x4.sub(screened, blend === EXCLUSION ? product : f32x4.splat(0));
}

function limited(values: v128): v128 {
  return f32x4.min(f32x4.max(values, f32x4.splat(0)), f32x4.splat(1));
}

function hardLight(lower: v128, upper: v128): v128 {
  const one = f32x4.splat(1);
  const product = f32x4.mul(lower, upper);
  const inverse = f32x4.mul(f32x4.sub(one, lower), f32x4.sub(one, upper));
  const screened = f32x4.sub(one, f32x4.add(inverse, inverse));
  return v128.bitselect(f32x4.add(product, product), screened, f32x4.le(upper, f32x4.splat(0.5)));
}

function softLight(lower: v128, upper: v128): v128 {
  const one = f32x4.splat(1);
  const slope = f32x4.sub(f32x4.add(upper, upper), one);
  const darker = f32x4.mul(lower, f32x4.sub(one, lower));
  const inner = f32x4.sub(f32x4.mul(f32x4.splat(16), lower), f32x4.splat(12));
  const cubic = f32x4.mul(f32x4.add(f32x4.mul(inner, lower), f32x4.splat(4)), lower);
  const root = v128.bitselect(cubic, f32x4.sqrt(lower), f32x4.le(lower, f32x4.splat(0.25)));
  const change = v128.bitselect(darker, f32x4.sub(root, lower), f32x4.le(slope, f32x4.splat(0)));
  return f32x4.add(lower, f32x4.mul(slope, change));
}

/** Divides colours by their alpha, in place. Colours of transparent pixels become 0. */
export function straightenPixels(pixels: usize, count: usize): void {
  const end = pixels + 16 * count;
  for (let at = pixels; at < end; at += 16) {
    const color = v128.load(at);
    const alpha = f32x4.extract_lane(color, 3);
    const straight = alpha > 0 ? f32x4.div(color, f32x4.splat(alpha)) : f32x4.splat(0);
    v128.store(at, f32x4.replace_lane(straight, 3, alpha));
  }
}

/**
 * Multiplies the alpha of a row by a mask's alpha and, unless `fromAlpha`, by its luminance limited to 0..1, with the
 * weights at `weights`; with `invert`, by one minus that.
 */
export function maskRow(
  pixels: usize,
  masks: usize,
  count: usize,
  weights: usize,
  fromAlpha: i32,
  invert: i32,
): void {
  const one: f32 = 1;
  const zero: f32 = 0;
  const factors = v128.load(weights);
  for (let at: usize = 0; at < 16 * count; at += 16) {
    const color = v128.load(masks + at);
    let kept = f32x4.extract_lane(color, 3);
    if (!fromAlpha) {
      const parts = f32x4.mul(color, factors);
      const luminance =
        f32x4.extract_lane(parts, 0) + f32x4.extract_lane(parts, 1) + f32x4.extract_lane(parts, 2);
      kept *= min(one, max(zero, luminance));
    }
    if (invert) kept = one - kept;
    store<f32>(pixels + at, load<f32>(pixels + at, 12) * kept, 12);
  }
}

/** Lays vectors on one colour, in place: colours times alpha plus `background` times one minus alpha. */
export function flattenPixels(pixels: usize, count: usize, background: usize): void {
  const behind = v128.load(background);
  const one = f32x4.splat(1);
  const end = pixels + 16 * count;
  for (let at = pixels; at < end; at += 16) {
    const color = v128.load(at);
    const alpha = v128.shuffle<i32>(color, color, 3, 3, 3, 3);
    const rest = f32x4.mul(behind, f32x4.sub(one, alpha));
    v128.store(at, f32x4.add(f32x4.mul(color, alpha), rest));
  }
}

/** Replaces the alphas of vectors by those of others. */
export function takeAlphas(from: usize, count: usize, to: usize): void {
  for (let at: usize = 12; at < 16 * count; at += 16) store<f32>(to + at, load<f32>(from + at));
}

/** Restores the vectors above which there is nothing. */
export function takeUncovered(from: usize, upper: usize, count: usize, opacity: f32, to: usize): void {
  for (let at: usize = 0; at < 16 * count; at += 16) {
    if (load<f32>(upper + at, 12) * opacity === 0) v128.store(to + at, v128.load(from + at));
  }
}

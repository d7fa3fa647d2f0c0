/** Rows of affine and perspective warps: positions in f64, interpolation in 32-bit floats. */

/** Offsets of the fields that all rows of a tile share. */
const EXTENT: usize = 0;
const BEFORE: usize = 16;
const LOWEST: usize = 32;
const HIGHEST: usize = 48;
const BACKGROUND: usize = 64;
const ORIGIN: usize = 80;
const STRIDE: usize = 84;
const WAY: usize = 88;
const BY_ALPHA: usize = 92;
const SURE: usize = 96;
const DOUBT: usize = 100;

const NEAREST = 0;
const BILINEAR = 1;
const BICUBIC = 2;

/** Part of the absolute sum of weights below which alpha counts as cancelled out. */
const CANCELLED: f32 = 0.125;

/**
 * Interpolates the pixels of a row, one vector of floats each, from the source or the background. Columns are pairs
 * of X and Y, and depths Z; the row's own are added to them, all f64. The indices of pixels whose source is not in
 * memory, or whose alphas cancel out, go to `rest`. Returns how many those are.
 */
export function warpRow(
  frame: usize,
  columns: usize,
  depths: usize,
  pixels: usize,
  x: f64,
  y: f64,
  z: f64,
  to: usize,
  rest: usize,
): usize {
  const extent = v128.load(frame + EXTENT);
  const before = v128.load(frame + BEFORE);
  const lowest = v128.load(frame + LOWEST);
  const highest = v128.load(frame + HIGHEST);
  const origin = load<usize>(frame + ORIGIN);
  const stride = load<usize>(frame + STRIDE);
  const way = load<i32>(frame + WAY);
  const byAlpha = load<i32>(frame + BY_ALPHA);
  const sure = load<f32>(frame + SURE);
  const doubt = load<f32>(frame + DOUBT);
  const row = f64x2.replace_lane(f64x2.splat(x), 1, y);
  let left: usize = 0;
  for (let at: usize = 0; at < pixels; at++) {
    const depth = load<f64>(depths + 8 * at) + z;
    const position = f64x2.div(f64x2.add(v128.load(columns + 16 * at), row), f64x2.splat(depth));
    const within = v128.and(f64x2.ge(position, before), f64x2.lt(position, extent));
    if (!(depth > 0) || !i64x2.all_true(within)) {
      v128.store(to + 16 * at, v128.load(frame + BACKGROUND));
      continue;
    }
    const whole = f64x2.floor(position);
    if (!i64x2.all_true(v128.and(f64x2.ge(whole, lowest), f64x2.le(whole, highest)))) {
      store<usize>(rest + 4 * left++, at);
      continue;
    }
    const places = i32x4.trunc_sat_f64x2_s_zero(whole);
    const first =
      origin +
      stride * (i32x4.extract_lane(places, 1) as usize) +
      16 * (i32x4.extract_lane(places, 0) as usize);
    const fractions = f64x2.sub(position, whole);
    if (way === NEAREST) {
      v128.store(to + 16 * at, v128.load(first));
      continue;
    }
    // What is left of a pixel is taken in f64 too: small weights decide where only few pixels have an alpha.
    const parts = v128.shuffle<i64>(
      f32x4.demote_f64x2_zero(fractions),
      f32x4.demote_f64x2_zero(f64x2.sub(f64x2.splat(1), fractions)),
      0,
      2,
    );
    const across = v128.shuffle<i32>(parts, parts, 0, 2, 0, 2);
    const down = v128.shuffle<i32>(parts, parts, 1, 3, 1, 3);
    let color: v128;
    if (way === BILINEAR) color = bilinear(first, stride, across, down);
    else if (way === BICUBIC) color = mixed(first, stride, weights(across), weights(down));
    else color = nohalo(first, stride, across, down);
    if (byAlpha) {
      const alpha = f32x4.extract_lane(color, 3);
      let divisor = alpha;
      if (way !== BILINEAR && !(alpha > sure)) {
        const absolute = absoluteOf(way, first, stride, across, down);
        if (absolute > 0 && abs(alpha) <= doubt * absolute) {
          store<usize>(rest + 4 * left++, at);
          continue;
        }
        divisor = max(alpha, CANCELLED * absolute);
      }
      const straight = alpha > 0 ? f32x4.div(color, f32x4.splat(divisor)) : f32x4.splat(0);
      color = f32x4.replace_lane(straight, 3, alpha);
    }
    v128.store(to + 16 * at, color);
  }
  return left;
}

/** The sum of the absolute weighted alphas. */
function absoluteOf(way: i32, first: usize, stride: usize, across: v128, down: v128): f32 {
  const color =
    way === BICUBIC
      ? mixed(first, stride, f32x4.abs(weights(across)), f32x4.abs(weights(down)))
      : bilinear(first + stride + 16, stride, across, down);
  return f32x4.extract_lane(color, 3);
}

function bilinear(first: usize, stride: usize, across: v128, down: v128): v128 {
  const toRight = v128.shuffle<i32>(across, across, 0, 0, 0, 0);
  const toLeft = v128.shuffle<i32>(across, across, 1, 1, 1, 1);
  const above = between(v128.load(first), v128.load(first, 16), toRight, toLeft);
  const below = between(v128.load(first + stride), v128.load(first + stride, 16), toRight, toLeft);
  const toBottom = v128.shuffle<i32>(down, down, 0, 0, 0, 0);
  return between(above, below, toBottom, v128.shuffle<i32>(down, down, 1, 1, 1, 1));
}

function between(one: v128, other: v128, fraction: v128, remainder: v128): v128 {
  return f32x4.add(f32x4.mul(one, remainder), f32x4.mul(other, fraction));
}

/** The four weights of the Catmull-Rom spline, as products, for a fraction f in lane 0 and g = 1 - f in lane 1. */
function weights(parts: v128): v128 {
  // -f g (g / 2), g (1 + f - 3/2 f f), f (1 + g - 3/2 g g), -f g (f / 2)
  const turned = v128.shuffle<i32>(parts, parts, 1, 0, 1, 0);
  let sum = f32x4.add(f32x4.mul(turned, f32x4(0, -1.5, -1.5, 0)), f32x4(-0.5, 1, 1, -0.5));
  sum = f32x4.add(f32x4.mul(turned, sum), f32x4(0, 1, 1, 0));
  const factors = v128.shuffle<i32>(parts, f32x4.splat(1), 0, 4, 4, 0);
  return f32x4.mul(f32x4.mul(sum, factors), v128.shuffle<i32>(parts, parts, 1, 1, 0, 1));
}

/** The weighted sum of four by four pixels. */
function mixed(first: usize, stride: usize, across: v128, down: v128): v128 {
  const a = v128.shuffle<i32>(across, across, 0, 0, 0, 0);
  const b = v128.shuffle<i32>(across, across, 1, 1, 1, 1);
  const c = v128.shuffle<i32>(across, across, 2, 2, 2, 2);
  const d = v128.shuffle<i32>(across, across, 3, 3, 3, 3);
  const second = first + stride;
  const third = second + stride;
  const one = f32x4.mul(rowOf(first, a, b, c, d), v128.shuffle<i32>(down, down, 0, 0, 0, 0));
  const two = f32x4.mul(rowOf(second, a, b, c, d), v128.shuffle<i32>(down, down, 1, 1, 1, 1));
  const three = f32x4.mul(rowOf(third, a, b, c, d), v128.shuffle<i32>(down, down, 2, 2, 2, 2));
  const four = f32x4.mul(rowOf(third + stride, a, b, c, d), v128.shuffle<i32>(down, down, 3, 3, 3, 3));
  return f32x4.add(f32x4.add(one, two), f32x4.add(three, four));
}

function rowOf(first: usize, a: v128, b: v128, c: v128, d: v128): v128 {
  const left = f32x4.add(f32x4.mul(v128.load(first), a), f32x4.mul(v128.load(first, 16), b));
  const right = f32x4.add(f32x4.mul(v128.load(first, 32), c), f32x4.mul(v128.load(first, 48), d));
  return f32x4.add(left, right);
}

/** `nohalo` of `math/interpolators.ts`, from the nearest of the four pixels in the middle. */
function nohalo(first: usize, stride: usize, across: v128, down: v128): v128 {
  const right = f32x4.extract_lane(across, 0) > 0.5;
  const below = f32x4.extract_lane(down, 0) > 0.5;
  const near = first + (right ? 32 : 16) + (below ? 2 * stride : stride);
  const stepX: usize = right ? -16 : 16;
  const stepY: usize = below ? 0 - stride : stride;
  const partX: f32 = right ? f32x4.extract_lane(across, 1) : f32x4.extract_lane(across, 0);
  const partY: f32 = below ? f32x4.extract_lane(down, 1) : f32x4.extract_lane(down, 0);
  const fx = f32x4.splat(2 * partX);
  const fy = f32x4.splat(2 * partY);
  const gx = f32x4.sub(f32x4.splat(1), fx);
  const gy = f32x4.sub(f32x4.splat(1), fy);
  const a = v128.load(near);
  const b = v128.load(near + stepX);
  const c = v128.load(near + stepY);
  const d = v128.load(near + stepX + stepY);
  const alongX = slopes(v128.load(near - stepX), a, b, v128.load(near + 2 * stepX));
  const alongY = slopes(v128.load(near - stepY), a, c, v128.load(near + 2 * stepY));
  const lower = near + stepY;
  const belowX = slopes(v128.load(lower - stepX), c, d, v128.load(lower + 2 * stepX));
  const other = near + stepX;
  const rightY = slopes(v128.load(other - stepY), b, d, v128.load(other + 2 * stepY));
  const half = f32x4.splat(0.5);
  const quarter = f32x4.splat(0.25);
  const middleX = f32x4.add(f32x4.mul(f32x4.add(a, b), half), f32x4.mul(alongX, quarter));
  const middleY = f32x4.add(f32x4.mul(f32x4.add(a, c), half), f32x4.mul(alongY, quarter));
  const corners = f32x4.mul(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)), quarter);
  const bends = f32x4.add(f32x4.add(alongX, belowX), f32x4.add(alongY, rightY));
  const centre = f32x4.add(corners, f32x4.mul(bends, f32x4.splat(0.125)));
  return between(between(a, middleX, fx, gx), between(middleY, centre, fx, gx), fy, gy);
}

function slopes(first: v128, second: v128, third: v128, fourth: v128): v128 {
  const middle = f32x4.sub(third, second);
  return f32x4.sub(minmod(f32x4.sub(second, first), middle), minmod(middle, f32x4.sub(fourth, third)));
}

function minmod(before: v128, after: v128): v128 {
  const smaller = v128.bitselect(before, after, f32x4.lt(f32x4.abs(before), f32x4.abs(after)));
  return v128.and(smaller, f32x4.gt(f32x4.mul(before, after), f32x4.splat(0)));
}

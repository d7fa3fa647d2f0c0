/** Canny's edge detector in integers: smoothing, Sobel gradients and non-maximum suppression. */

/** Kinds of pixels, as in kernels/convolve/canny-levels.ts. */
const WEAK: u32 = 1;
const STRONG: u32 = 2;

/** Multiplies levels by a factor, in place; negative ones become 0. Computes 4 at once. */
export function widenLevels(levels: usize, count: usize, factor: i32): void {
  for (let at: usize = 0; at < 4 * count; at += 16) {
    const own = i32x4.max_s(i32x4.splat(0), v128.load(levels + at));
    v128.store(levels + at, i32x4.mul(own, i32x4.splat(factor)));
  }
}

/** Multiplies levels by alphas, both of 65535, rounded, in place. */
export function fadeLevels(levels: usize, alphas: usize, count: usize): void {
  for (let at: usize = 0; at < 4 * count; at += 4) {
    store<u32>(levels + at, (load<u32>(levels + at) * load<u32>(alphas + at) + 32767) / 65535);
  }
}

/**
 * Weighted sums of `2 * radius + 1` rows of integers, whose places are at `rows`: the middle one by the first weight,
 * the pairs around it by the following ones; plus `half`, then shifted right. Computes 4 at once.
 */
export function weighPairs(
  rows: usize,
  weights: usize,
  radius: i32,
  count: usize,
  half: i32,
  shift: i32,
  to: usize,
): void {
  const middle = rows + 4 * (radius as usize);
  for (let at: usize = 0; at < 4 * count; at += 16) {
    const own = v128.load(load<usize>(middle) + at);
    let sum = i32x4.add(i32x4.splat(half), i32x4.mul(own, v128.load32_splat(weights)));
    for (let reach = 4; reach <= 4 * radius; reach += 4) {
      const before = v128.load(load<usize>(middle - (reach as usize)) + at);
      const after = v128.load(load<usize>(middle + (reach as usize)) + at);
      const weight = v128.load32_splat(weights + (reach as usize));
      sum = i32x4.add(sum, i32x4.mul(i32x4.add(before, after), weight));
    }
    v128.store(to + at, i32x4.shr_s(sum, shift));
  }
}

/**
 * Sobel gradients of a row, across and down, and their squared magnitudes. Rows have one number more on each side.
 * Computes 4 at once.
 */
export function gradientsOf(
  above: usize,
  row: usize,
  below: usize,
  count: usize,
  across: usize,
  down: usize,
  squares: usize,
): void {
  for (let at: usize = 0; at < 4 * count; at += 16) {
    const left = column(above + at - 4, row + at - 4, below + at - 4);
    const right = column(above + at + 4, row + at + 4, below + at + 4);
    const dx = i32x4.sub(right, left);
    const dy = i32x4.sub(
      column(below + at - 4, below + at, below + at + 4),
      column(above + at - 4, above + at, above + at + 4),
    );
    v128.store(across + at, dx);
    v128.store(down + at, dy);
    v128.store(squares + at, i32x4.add(i32x4.mul(dx, dx), i32x4.mul(dy, dy)));
  }
}

function column(first: usize, middle: usize, last: usize): v128 {
  const own = v128.load(middle);
  return i32x4.add(i32x4.add(v128.load(first), v128.load(last)), i32x4.add(own, own));
}

/**
 * Finds the pixels of a row whose squared gradient is largest along its direction; on a tie the former. `above`,
 * `squares` and `below` have one number more on each side.
 */
export function suppressNonMaxima(
  above: usize,
  squares: usize,
  below: usize,
  across: usize,
  down: usize,
  count: usize,
  low: i32,
  high: i32,
  to: usize,
): void {
  for (let x: usize = 0; x < count; x++) {
    const at = 4 * x;
    const square = load<i32>(squares + at);
    let kind: u32 = 0;
    if (square >= low) {
      const dx = load<i32>(across + at);
      const dy = load<i32>(down + at);
      const a = abs(dx);
      const b = abs(dy);
      let before = squares + at - 4;
      let after = squares + at + 4;
      if (!isAlong(a, b)) {
        const step = isAlong(b, a) ? 0 : dx < 0 === dy < 0 ? 4 : -4;
        before = above + at - step;
        after = below + at + step;
      }
      if (square > load<i32>(before) && square >= load<i32>(after)) kind = square >= high ? STRONG : WEAK;
    }
    store<u8>(to + x, kind);
  }
}

/** As in kernels/convolve/canny-levels.ts. Gradients are at most 32,764, so squares fit 32 bits. */
function isAlong(a: u32, b: u32): bool {
  return (a + b) * (a + b) < 2 * a * a;
}

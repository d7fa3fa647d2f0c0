/** Sobel gradients of float rows. */

/** Directions: across (bit 1), down (bit 2). Both give the root mean square. */
const ACROSS: i32 = 1;
const BOTH: i32 = 3;

/**
 * Sobel's differences of a row of floats, divided by four. Each row has one pixel, `step` bytes, more on both sides.
 * With `wide`, squares are added in 64 bits. Computes 4 samples at once.
 */
export function differentiate(
  above: usize,
  row: usize,
  below: usize,
  samples: usize,
  step: usize,
  direction: i32,
  wide: bool,
  to: usize,
): void {
  const quarter = f32x4.splat(0.25);
  for (let at: usize = 0; at < 4 * samples; at += 16) {
    const one = above + at;
    const two = row + at;
    const three = below + at;
    if (direction === ACROSS) {
      const across = acrossAt(one, two, three, step);
      v128.store(to + at, f32x4.mul(f32x4.abs(across), quarter));
    } else if (direction !== BOTH) {
      v128.store(to + at, f32x4.mul(f32x4.abs(downAt(one, three, step)), quarter));
    } else {
      const across = acrossAt(one, two, three, step);
      const down = downAt(one, three, step);
      v128.store(to + at, wide ? wideMean(across, down) : mean(across, down));
    }
  }
}

function acrossAt(above: usize, row: usize, below: usize, step: usize): v128 {
  const right = smooth(above + step, row + step, below + step);
  return f32x4.sub(right, smooth(above - step, row - step, below - step));
}

function downAt(above: usize, below: usize, step: usize): v128 {
  return f32x4.sub(smooth(below - step, below, below + step), smooth(above - step, above, above + step));
}

function smooth(first: usize, middle: usize, last: usize): v128 {
  const own = v128.load(middle);
  return f32x4.add(f32x4.add(v128.load(first), v128.load(last)), f32x4.add(own, own));
}

function mean(across: v128, down: v128): v128 {
  const squares = f32x4.add(f32x4.mul(across, across), f32x4.mul(down, down));
  return f32x4.sqrt(f32x4.mul(squares, f32x4.splat(1.0 / 32.0)));
}

function wideMean(across: v128, down: v128): v128 {
  const low = meanOfTwo(across, down);
  const high = meanOfTwo(v128.shuffle<i64>(across, across, 1, 1), v128.shuffle<i64>(down, down, 1, 1));
  return v128.shuffle<i64>(low, high, 0, 2);
}

function meanOfTwo(across: v128, down: v128): v128 {
  const a = f64x2.promote_low_f32x4(across);
  const b = f64x2.promote_low_f32x4(down);
  const squares = f64x2.add(f64x2.mul(a, a), f64x2.mul(b, b));
  return f32x4.demote_f64x2_zero(f64x2.sqrt(f64x2.mul(squares, f64x2.splat(1.0 / 32.0))));
}

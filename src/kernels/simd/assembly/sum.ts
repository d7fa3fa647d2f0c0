/** The vertical pass of a separable filter: weighted sums of rows. */

/**
 * Weighted sums of rows of fixed-point samples. `rows` holds the places of the rows, two for each of the `pairs` of
 * 16-bit weights, which sum to `1 << shift`. Computes 16 samples at once, so up to 15 behind the last are read and
 * written.
 */
export function sumFine(rows: usize, shares: usize, pairs: i32, samples: usize, shift: i32, to: usize): void {
  const half = i32x4.splat(1 << (shift - 1));
  const end: usize = samples * 2;
  for (let at: usize = 0; at < end; at += 32) {
    let a = half;
    let b = half;
    let c = half;
    let d = half;
    for (let pair = 0; pair < pairs; pair++) {
      const first = load<usize>(rows + 8 * pair) + at;
      const second = load<usize>(rows + 8 * pair, 4) + at;
      const share = v128.load32_splat(shares + 4 * pair);
      const one = v128.load(first);
      const other = v128.load(second);
      a = i32x4.add(a, i32x4.dot_i16x8_s(v128.shuffle<i16>(one, other, 0, 8, 1, 9, 2, 10, 3, 11), share));
      b = i32x4.add(b, i32x4.dot_i16x8_s(v128.shuffle<i16>(one, other, 4, 12, 5, 13, 6, 14, 7, 15), share));
      const next = v128.load(first, 16);
      const below = v128.load(second, 16);
      c = i32x4.add(c, i32x4.dot_i16x8_s(v128.shuffle<i16>(next, below, 0, 8, 1, 9, 2, 10, 3, 11), share));
      d = i32x4.add(d, i32x4.dot_i16x8_s(v128.shuffle<i16>(next, below, 4, 12, 5, 13, 6, 14, 7, 15), share));
    }
    v128.store(to + at, i16x8.narrow_i32x4_s(i32x4.shr_s(a, shift), i32x4.shr_s(b, shift)));
    v128.store(to + at, i16x8.narrow_i32x4_s(i32x4.shr_s(c, shift), i32x4.shr_s(d, shift)), 16);
  }
}

/** Floats that are added one after the other. Sums of sums lose less of small terms. */
export const CHUNK: i32 = 64;

/** The same for floats, with one row for each of the `taps` weights. */
export function sumFloats(rows: usize, shares: usize, taps: i32, samples: usize, to: usize): void {
  for (let first = 0; first < taps; first += CHUNK) {
    const more = min(CHUNK, taps - first);
    addFloats(rows + 4 * first, shares + 4 * first, more, samples, to, first > 0);
  }
}

function addFloats(rows: usize, shares: usize, taps: i32, samples: usize, to: usize, keep: bool): void {
  const end: usize = samples * 4;
  for (let at: usize = 0; at < end; at += 64) {
    let a = f32x4.splat(0);
    let b = a;
    let c = a;
    let d = a;
    for (let tap = 0; tap < taps; tap++) {
      const row = load<usize>(rows + 4 * tap) + at;
      const share = v128.load32_splat(shares + 4 * tap);
      a = f32x4.add(a, f32x4.mul(v128.load(row), share));
      b = f32x4.add(b, f32x4.mul(v128.load(row, 16), share));
      c = f32x4.add(c, f32x4.mul(v128.load(row, 32), share));
      d = f32x4.add(d, f32x4.mul(v128.load(row, 48), share));
    }
    if (keep) {
      a = f32x4.add(a, v128.load(to + at));
      b = f32x4.add(b, v128.load(to + at, 16));
      c = f32x4.add(c, v128.load(to + at, 32));
      d = f32x4.add(d, v128.load(to + at, 48));
    }
    v128.store(to + at, a);
    v128.store(to + at, b, 16);
    v128.store(to + at, c, 32);
    v128.store(to + at, d, 48);
  }
}

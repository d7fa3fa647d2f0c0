// Inverse transforms of 8 x 8 coefficients to 4 x 4, 2 x 2 and 1 x 1 samples, exactly as libjpeg-turbo's SIMD code
// does them (jidctred.c). They begin as the whole one and then average neighbours; what cancels out is not looked at.
import package::codecs::jpeg::decode::coefficients::{ROW, coefficients, load_eight};

/// One dimension of the transform to four, before it is scaled down: the fifth coefficient cancels out.
fn to_four(v: array<i32, 8>) -> vec4i {
  let zero = v[0] << 14u;
  let even = v[2] * 15137 - v[6] * 6270;
  let outer = v[1] * 20995 + v[3] * 7373 - v[5] * 4926 - v[7] * 4176;
  let inner = v[1] * 8697 - v[3] * 17799 + v[5] * 11893 - v[7] * 1730;
  return vec4i(zero + even + outer, zero - even + inner, zero - even - inner, zero + even - outer);
}

/// The same to two: of those behind the first only every other counts.
fn to_two(v: array<i32, 8>) -> vec2i {
  let zero = v[0] << 15u;
  let odd = v[1] * 29692 - v[3] * 10426 + v[5] * 6967 - v[7] * 5906;
  return vec2i(zero + odd, zero - odd);
}

fn column_to_four(base: u32) -> i32 {
  let column = (to_four(load_eight(base, ROW)) + 2048) >> vec4u(12u);
  var most = 0;
  for (var i = 0u; i < 4u; i++) {
    coefficients[base + i * ROW] = column[i];
    most = max(most, abs(column[i]));
  }
  return most;
}

fn column_to_two(base: u32) -> i32 {
  let column = (to_two(load_eight(base, ROW)) + 4096) >> vec2u(13u);
  coefficients[base] = column.x;
  coefficients[base + ROW] = column.y;
  return max(abs(column.x), abs(column.y));
}

/// Samples, of values around 0, in a word.
fn pack(values: vec4i) -> u32 {
  let samples = vec4u(clamp(values + 128, vec4i(), vec4i(255)));
  return samples.x | (samples.y << 8u) | (samples.z << 16u) | (samples.w << 24u);
}

/// Transforms a row into four samples.
fn row_to_four(base: u32) -> u32 {
  return pack((to_four(load_eight(base, 1u)) + (1 << 18u)) >> vec4u(19u));
}

/// Transforms two rows into two samples each.
fn rows_to_two(base: u32) -> u32 {
  let rows = vec4i(to_two(load_eight(base, 1u)), to_two(load_eight(base + ROW, 1u)));
  return pack((rows + (1 << 19u)) >> vec4u(20u));
}

/// The sample that stands for a whole block. Alone among the transforms this one wraps: libjpeg looks it up by the
/// lowest 10 bits.
fn sample_of(dc: i32) -> u32 {
  let mean = (((dc + 4) >> 3u) << 22u) >> 22u;
  return u32(clamp(mean + 128, 0, 255));
}

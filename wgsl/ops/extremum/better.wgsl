import package::lib::number::is_nan;

/// For each channel the larger value, or the smaller one where `sign` is -1; NaN loses.
fn better(best: vec4f, other: vec4f, sign: f32) -> vec4f {
  let wins = (other * sign > best * sign) & !is_nan(other);
  return select(best, other, wins | is_nan(best));
}

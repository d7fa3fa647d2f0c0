/// Which components are finite, told from the bits: compilers may assume that all floats are.
fn is_finite(value: vec4f) -> vec4<bool> {
  return (bitcast<vec4u>(value) & vec4u(0x7f800000u)) != vec4u(0x7f800000u);
}

/// A colour ready to be mixed: times alpha where `by_alpha` is 1; what is not a finite number counts as 0.
fn mixable(color: vec4f, by_alpha: u32, white: f32) -> vec4f {
  let number = select(vec4f(), color, is_finite(color));
  if (by_alpha == 0u) {
    return number;
  }
  let alpha = max(number.a, 0.0);
  return vec4f(number.rgb * (alpha / white), alpha);
}

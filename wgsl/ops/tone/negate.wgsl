struct Params {
  white: f32,
  /// 1 to negate alpha as well, 0 to leave it.
  alpha: u32,
}

/// White minus the sample.
fn apply(color: vec4f, params: Params) -> vec4f {
  let negative = params.white - color;
  return vec4f(negative.rgb, select(color.a, negative.a, params.alpha == 1u));
}

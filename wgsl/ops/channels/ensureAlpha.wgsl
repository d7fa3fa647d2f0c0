struct Params {
  alpha: f32,
  /// 1 to set alpha, 0 where the picture has one.
  add: u32,
}

/// Gives alpha to a picture that has none.
fn apply(color: vec4f, params: Params) -> vec4f {
  return vec4f(color.rgb, select(color.a, params.alpha, params.add == 1u));
}

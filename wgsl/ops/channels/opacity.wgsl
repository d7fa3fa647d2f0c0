struct Params {
  opacity: f32,
}

/// Multiplies alpha.
fn apply(color: vec4f, params: Params) -> vec4f {
  return vec4f(color.rgb, params.opacity * color.a);
}

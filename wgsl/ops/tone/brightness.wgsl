struct Params {
  factor: f32,
}

/// Multiplies every colour sample; alpha is left alone.
fn apply(color: vec4f, params: Params) -> vec4f {
  return vec4f(params.factor * color.rgb, color.a);
}

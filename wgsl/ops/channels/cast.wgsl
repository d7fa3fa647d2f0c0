struct Params {
  factor: f32,
}

/// Scales samples to another pixel type's range; rounding is the storing's own.
fn apply(color: vec4f, params: Params) -> vec4f {
  return color * params.factor;
}

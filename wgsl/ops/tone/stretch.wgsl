struct Params {
  low: vec3f,
  scale: vec3f,
}

/// The straight line through `low` and 0; alpha is left alone.
fn apply(color: vec4f, params: Params) -> vec4f {
  return vec4f((color.rgb - params.low) * params.scale, color.a);
}

struct Params {
  weights: vec3f,
}

/// Weighs the samples as they are stored.
fn apply(color: vec4f, params: Params) -> vec4f {
  return vec4f(vec3f(dot(color.rgb, params.weights)), color.a);
}

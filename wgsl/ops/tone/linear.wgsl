struct Params {
  a: vec3f,
  b: vec3f,
}

/// Multiplies every colour sample by `a` and adds `b`; alpha is left alone.
fn apply(color: vec4f, params: Params) -> vec4f {
  return vec4f(params.a * color.rgb + params.b, color.a);
}

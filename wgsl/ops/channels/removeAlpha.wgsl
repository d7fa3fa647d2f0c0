struct Params {
  white: f32,
}

/// Makes the colour opaque.
fn apply(color: vec4f, params: Params) -> vec4f {
  return vec4f(color.rgb, params.white);
}

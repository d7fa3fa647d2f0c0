struct Params {
  background: vec3f,
  white: f32,
}

/// Mixes the colour with the background by its alpha, and makes it opaque.
fn apply(color: vec4f, params: Params) -> vec4f {
  let alpha = color.a / params.white;
  return vec4f(color.rgb * alpha + params.background * (1.0 - alpha), params.white);
}

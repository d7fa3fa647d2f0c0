struct Params {
  background: vec3f,
  white: f32,
}

/// Mixes the colour with the background by its alpha, and makes it opaque. What is transparent is background,
/// whatever it holds.
fn apply(color: vec4f, params: Params) -> vec4f {
  let alpha = color.a / params.white;
  let transparent = (bitcast<u32>(color.a) & 0x7fffffffu) == 0u;
  let mixed = color.rgb * alpha + params.background * (1.0 - alpha);
  return vec4f(select(mixed, params.background, transparent), params.white);
}

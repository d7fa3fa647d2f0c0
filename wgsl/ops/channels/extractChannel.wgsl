struct Params {
  channel: u32,
  white: f32,
}

/// One channel as an opaque gray.
fn apply(color: vec4f, params: Params) -> vec4f {
  return vec4f(vec3f(color[params.channel]), params.white);
}

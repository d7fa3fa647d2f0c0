import package::lib::srgb::{to_linear, to_encoded};

struct Params {
  weights: vec3f,
  white: f32,
}

/// Weighs linear light, and encodes the result as sRGB again.
fn apply(color: vec4f, params: Params) -> vec4f {
  let light = dot(to_linear(color.rgb / params.white), params.weights);
  return vec4f(params.white * to_encoded(vec3f(light)), color.a);
}

import package::lib::srgb::{to_linear, to_encoded};

struct Params {
  /// Weights of red, green and blue in luminance.
  weights: vec3f,
  /// Linear light of the dark colour, and what to add to it for the light one.
  dark: vec3f,
  span: vec3f,
  white: f32,
}

/// Mixes two colours by luminance, in linear light.
fn apply(color: vec4f, params: Params) -> vec4f {
  let luminance = dot(to_linear(color.rgb / params.white), params.weights);
  return vec4f(params.white * to_encoded(params.dark + luminance * params.span), color.a);
}

import package::lib::srgb::{to_linear, to_encoded};

struct Params {
  /// Factors of red, green and blue light.
  gains: vec3f,
  white: f32,
}

/// Multiplies linear light by a gain for each colour, and encodes the result as sRGB again.
fn apply(color: vec4f, params: Params) -> vec4f {
  let light = params.gains * to_linear(color.rgb / params.white);
  return vec4f(params.white * to_encoded(light), color.a);
}

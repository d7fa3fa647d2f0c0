import package::lib::srgb::to_encoded;

struct Params {
  white: f32,
}

/// Encodes linear light as sRGB samples; alpha is left alone, and so is NaN.
fn apply(color: vec4f, params: Params) -> vec4f {
  return vec4f(params.white * to_encoded(color.rgb / params.white), color.a);
}

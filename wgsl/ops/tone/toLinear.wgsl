import package::lib::srgb::to_linear;

struct Params {
  white: f32,
}

/// Decodes sRGB samples to linear light; alpha is left alone, and so is NaN.
fn apply(color: vec4f, params: Params) -> vec4f {
  return vec4f(params.white * to_linear(color.rgb / params.white), color.a);
}

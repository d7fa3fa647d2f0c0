import package::lib::srgb::{to_linear, to_encoded};

struct Params {
  gain: f32,
  white: f32,
}

/// Multiplies light; alpha is left alone, and so is NaN.
fn apply(color: vec4f, params: Params) -> vec4f {
  let light = params.gain * to_linear(color.rgb / params.white);
  return vec4f(params.white * to_encoded(light), color.a);
}

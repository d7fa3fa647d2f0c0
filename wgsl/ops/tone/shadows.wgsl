import package::lib::number::is_nan;
import package::lib::srgb::{to_linear, to_encoded};

struct Params {
  weights: vec3f,
  white: f32,
  stops: f32,
  offset: f32,
  slope: f32,
}

/// Multiplies light by `2 ^ (stops * (offset + slope * tone) ^ 2)`; alpha is left alone, and so is NaN.
fn apply(color: vec4f, params: Params) -> vec4f {
  let light = to_linear(color.rgb / params.white);
  let missing = is_nan(color).rgb;
  let luminance = dot(light, params.weights);
  let known = luminance > 0.0 && !any(missing) && !is_nan(vec4f(luminance)).x;
  let tone = select(0.0, min(1.0, to_encoded(vec3f(luminance)).x), known);
  let mask = params.offset + params.slope * tone;
  let gain = exp2(params.stops * mask * mask);
  return vec4f(select(params.white * to_encoded(gain * light), color.rgb, missing), color.a);
}

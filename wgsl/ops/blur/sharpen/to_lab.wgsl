import package::lib::lab::to_lab;
import package::lib::number::{is_nan, nan_from};
import package::lib::srgb::to_linear;
import package::ops::blur::blur::mixable::mixable;

struct Params {
  white: f32,
}

/// CIELAB of sRGB; of gray L alone is kept.
fn apply(color: vec4f, params: Params) -> vec4f {
  // A hole stays one for the next pass, which notes it.
  if (any(is_nan(color))) {
    return vec4f(nan_from(params.white));
  }
  let number = mixable(color, 0u, params.white);
  return vec4f(to_lab(to_linear(number.rgb / params.white)), number.a);
}

import package::lib::number::{is_nan, nan_from};
import package::lib::srgb::to_linear;
import package::ops::blur::blur::mixable::mixable;

struct Params {
  by_alpha: u32,
  white: f32,
}

/// Light, times alpha where `by_alpha` is 1.
fn apply(color: vec4f, params: Params) -> vec4f {
  // A hole stays one for the next pass, which notes it.
  if (any(is_nan(color))) {
    return vec4f(nan_from(params.white));
  }
  let whole = mixable(color, 0u, params.white);
  return mixable(vec4f(to_linear(whole.rgb / params.white), whole.a), params.by_alpha, params.white);
}

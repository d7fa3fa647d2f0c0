import package::lib::lab::{to_lab, from_lab};
import package::lib::number::{is_finite, nan_from};
import package::lib::srgb::{to_linear, to_encoded};

struct Params {
  /// a and b of the tint.
  tint: vec2f,
  white: f32,
}

/// Keeps L of CIE Lab and replaces a and b by the tint's, in full where L is 50. An infinity has
/// no shade: it becomes NaN.
fn apply(color: vec4f, params: Params) -> vec4f {
  if (!all(is_finite(color).rgb)) {
    return vec4f(vec3f(nan_from(color.r)), color.a);
  }
  let light = to_lab(to_linear(color.rgb / params.white)).x;
  let from_middle = light / 100.0 - 0.5;
  let weight = max(1.0 - 4.0 * from_middle * from_middle, 0.0);
  return vec4f(params.white * to_encoded(from_lab(vec3f(light, weight * params.tint))), color.a);
}

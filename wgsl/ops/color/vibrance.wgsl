import package::lib::number::{is_finite, nan_from};

struct Params {
  /// Weights of red, green and blue in luma.
  weights: vec3f,
  amount: f32,
  white: f32,
}

/// Moves colours away from their luma, the further the less saturated they are. An infinity has no luma: it
/// becomes NaN.
fn apply(color: vec4f, params: Params) -> vec4f {
  let rgb = color.rgb;
  if (!all(is_finite(color).rgb)) {
    return vec4f(vec3f(nan_from(rgb.r)), color.a);
  }
  let luma = dot(rgb, params.weights);
  let range = max(max(rgb.r, rgb.g), rgb.b) - min(min(rgb.r, rgb.g), rgb.b);
  let factor = 1.0 + params.amount * (1.0 - min(range / params.white, 1.0));
  return vec4f(luma + factor * (rgb - luma), color.a);
}

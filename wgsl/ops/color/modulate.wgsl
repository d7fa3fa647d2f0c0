import package::lib::lab::{to_lab, from_lab};
import package::lib::number::{is_finite, nan_from};
import package::lib::srgb::{to_linear, to_encoded};

struct Params {
  brightness: f32,
  lightness: f32,
  /// Saturation times the cosine and the sine of the angle that hues are turned by.
  along: f32,
  across: f32,
  white: f32,
}

/// Scales and shifts L, scales chroma and turns hue, in CIE Lab. An infinity has no hue: it becomes NaN.
fn apply(color: vec4f, params: Params) -> vec4f {
  if (!all(is_finite(color).rgb)) {
    return vec4f(vec3f(nan_from(color.r)), color.a);
  }
  let lab = to_lab(to_linear(color.rgb / params.white));
  let changed = vec3f(
    params.brightness * lab.x + params.lightness,
    params.along * lab.y - params.across * lab.z,
    params.across * lab.y + params.along * lab.z,
  );
  return vec4f(params.white * to_encoded(from_lab(changed)), color.a);
}

import package::lib::number::is_nan;
import package::lib::srgb::{to_linear, to_encoded};

struct Params {
  weights: vec3f,
  white: f32,
  threshold: f32,
  /// 1 to judge colours by their luminance, 0 each by itself.
  greyscale: u32,
  /// 1 where samples are whole levels, and the gray has to be one too.
  levels: u32,
}

/// White from the threshold on, 0 below it and for NaN.
fn apply(color: vec4f, params: Params) -> vec4f {
  var judged = color.rgb;
  var missing = is_nan(color).rgb;
  if (params.greyscale == 1u && (any(missing) || any(color.rgb != color.rrr))) {
    let light = dot(to_linear(color.rgb / params.white), params.weights);
    let gray = params.white * to_encoded(vec3f(light));
    missing = vec3<bool>(any(missing) || is_nan(vec4f(light)).x);
    judged = select(gray, floor(gray + 0.5), params.levels == 1u);
  }
  let divided = select(vec3f(), vec3f(params.white), judged >= vec3f(params.threshold));
  return vec4f(select(divided, vec3f(), missing), color.a);
}

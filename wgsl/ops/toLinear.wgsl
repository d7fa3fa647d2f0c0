import package::lib::number::is_nan;
import package::lib::srgb::to_linear;

struct Params {
  white: f32,
}

/// Decodes sRGB samples to linear light; alpha is left alone, and so is NaN.
fn apply(color: vec4f, params: Params) -> vec4f {
  let changed = params.white * to_linear(color.rgb / params.white);
  return vec4f(select(changed, color.rgb, is_nan(color).rgb), color.a);
}

import package::lib::number::is_nan;

struct Params {
  min: f32,
  max: f32,
}

/// Limits every colour sample to a range; NaN becomes its lower end.
fn apply(color: vec4f, params: Params) -> vec4f {
  let limited = clamp(color.rgb, vec3f(params.min), vec3f(params.max));
  return vec4f(select(limited, vec3f(params.min), is_nan(color).rgb), color.a);
}

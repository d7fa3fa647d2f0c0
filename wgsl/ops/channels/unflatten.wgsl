import package::lib::number::is_nan;

struct Params {
  white: f32,
}

/// Alpha is 0 where every colour sample is white or more.
fn apply(color: vec4f, params: Params) -> vec4f {
  let is_white = all(color.rgb >= vec3f(params.white)) && !any(is_nan(vec4f(color.rgb, 0.0)));
  return vec4f(color.rgb, select(color.a, 0.0, is_white));
}

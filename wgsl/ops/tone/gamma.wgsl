import package::lib::number::is_nan;

struct Params {
  exponent: f32,
  white: f32,
}

/// Raises every colour sample, as a fraction of white, to a power; what is not above 0 becomes 0, NaN too.
fn apply(color: vec4f, params: Params) -> vec4f {
  let powered = params.white * pow(color.rgb / params.white, vec3f(params.exponent));
  let above = (color.rgb > vec3f()) & !is_nan(color).rgb;
  return vec4f(select(vec3f(), powered, above), color.a);
}

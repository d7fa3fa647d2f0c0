import package::lib::number::is_nan;

struct Params {
  black: f32,
  scale: f32,
  exponent: f32,
  lowest: f32,
  range: f32,
}

/// Stretches every colour sample from one range to another; NaN becomes the lowest.
fn apply(color: vec4f, params: Params) -> vec4f {
  let position = clamp((color.rgb - params.black) * params.scale, vec3f(), vec3f(1.0));
  let known = position > vec3f();
  let powered = select(vec3f(), pow(position, vec3f(params.exponent)), known);
  let kept = select(powered, vec3f(), is_nan(color).rgb);
  return vec4f(params.lowest + params.range * kept, color.a);
}

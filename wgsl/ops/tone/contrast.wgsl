struct Params {
  factor: f32,
  middle: f32,
}

/// Scales the distance of every colour sample from the middle; alpha is left alone.
fn apply(color: vec4f, params: Params) -> vec4f {
  return vec4f(params.factor * (color.rgb - params.middle) + params.middle, color.a);
}

import package::lib::number::is_nan;

struct Params {
  x_low: vec4f,
  x_high: vec4f,
  y_low: vec4f,
  y_high: vec4f,
  slope_low: vec4f,
  slope_high: vec4f,
  /// The first and the last x.
  ends: vec2f,
  white: f32,
}

/// Moves every colour sample along the curve; alpha is left alone, and NaN becomes the first y.
fn apply(color: vec4f, params: Params) -> vec4f {
  let position = clamp(color.rgb / params.white, vec3f(params.ends.x), vec3f(params.ends.y));
  let x = select(position, vec3f(params.ends.x), is_nan(color).rgb);
  return vec4f(params.white * vec3f(follow(x.r, params), follow(x.g, params), follow(x.b, params)), color.a);
}

/// The cubic Hermite piece that holds `x`, which is between both ends.
fn follow(x: f32, params: Params) -> f32 {
  var left = knot(0u, params);
  var right = knot(1u, params);
  for (var index = 1u; index < 7u; index++) {
    if (x >= right.x) {
      left = right;
      right = knot(index + 1u, params);
    }
  }
  let width = right.x - left.x;
  let t = (x - left.x) / width;
  let rest = 1.0 - t;
  let level = left.y + (right.y - left.y) * t * t * (3.0 - 2.0 * t);
  return level + width * t * rest * (rest * left.z - t * right.z);
}

/// x, y and slope of a point.
fn knot(index: u32, params: Params) -> vec3f {
  let at = index % 4u;
  if (index < 4u) {
    return vec3f(params.x_low[at], params.y_low[at], params.slope_low[at]);
  }
  return vec3f(params.x_high[at], params.y_high[at], params.slope_high[at]);
}

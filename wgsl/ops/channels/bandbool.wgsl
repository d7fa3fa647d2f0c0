import package::ops::channels::boolean::bits::combine;

struct Params {
  /// 0 for and, 1 for or, 2 for exclusive or.
  operation: u32,
  /// 1 where the picture has alpha.
  alpha: u32,
  white: f32,
}

/// Combines the bits of all channels; gray with itself three times stays what it is.
fn apply(color: vec4f, params: Params) -> vec4f {
  let bits = vec4u(color);
  var combined = combine(params.operation, combine(params.operation, bits, bits.yyyy), bits.zzzz);
  if (params.alpha == 1u) {
    combined = combine(params.operation, combined, bits.wwww);
  }
  return vec4f(vec3f(f32(combined.x)), params.white);
}

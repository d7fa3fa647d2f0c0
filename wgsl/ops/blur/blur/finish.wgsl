import package::lib::srgb::to_encoded;

struct Params {
  white: f32,
  /// Alpha from which on there is a colour.
  faint: f32,
  /// 1 where colours are times alpha.
  by_alpha: u32,
  /// 1 where colours are light.
  linear: u32,
}

/// Makes mixed colours straight again, and encodes light.
fn apply(color: vec4f, params: Params) -> vec4f {
  var rgb = color.rgb;
  if (params.by_alpha == 1u) {
    rgb = select(vec3f(), rgb * (params.white / max(color.a, params.faint)), color.a >= params.faint);
  }
  if (params.linear == 1u) {
    rgb = params.white * to_encoded(rgb);
  }
  return vec4f(rgb, color.a);
}

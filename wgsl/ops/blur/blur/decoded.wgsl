import package::lib::holes::note_holes;
import package::lib::srgb::to_linear;
import package::ops::blur::blur::mixable::mixable;

struct Params {
  by_alpha: u32,
  white: f32,
}

/// Light, times alpha where `by_alpha` is 1.
fn apply(color: vec4f, params: Params) -> vec4f {
  note_holes(color);
  let whole = mixable(color, 0u, params.white);
  return mixable(vec4f(to_linear(whole.rgb / params.white), whole.a), params.by_alpha, params.white);
}

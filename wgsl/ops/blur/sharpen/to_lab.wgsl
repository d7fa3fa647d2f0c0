import package::lib::holes::note_holes;
import package::lib::lab::to_lab;
import package::lib::srgb::to_linear;
import package::ops::blur::blur::mixable::mixable;

struct Params {
  white: f32,
}

/// CIELAB of sRGB; of gray L alone is kept.
fn apply(color: vec4f, params: Params) -> vec4f {
  note_holes(color);
  let number = mixable(color, 0u, params.white);
  return vec4f(to_lab(to_linear(number.rgb / params.white)), number.a);
}

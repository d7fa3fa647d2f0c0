// Another picture on top of the source.
import package::lib::other::load_other;
import package::lib::picture::{frame, load_color};
import package::ops::layers::composite::blend::blend;
import package::ops::layers::composite::cover::{covered_by, lies_within};
import package::other_pixel::WHITE as OTHER_WHITE;
import package::stages::stages;

fn color_at(x: u32, y: u32) -> vec4f {
  let params = stages.entry;
  let base = load_color(y * frame.width + x);
  let place = covered_by(vec2u(x, y), params.place, params.period);
  var above = vec4f();
  var rest = vec3f(1.0);
  if (lies_within(place, params.extent)) {
    above = load_other(u32(place.y * params.extent.x + place.x));
    rest = rest_of(above.rgb);
    let alpha = clamp(above.a, 0.0, 1.0);
    if (params.premultiplied == 1u) {
      let straight = select(vec3f(), above.rgb / max(alpha, 1e-30), alpha > 0.0);
      above = vec4f(straight, above.a);
      rest = 1.0 - straight;
    }
    above.a = alpha * params.opacity;
  }
  return blend(base, above, rest, params.mode, params.linear);
}

/// What a colour lacks of white, as exact as its samples are.
fn rest_of(color: vec3f) -> vec3f {
  if (OTHER_WHITE == 1.0) {
    return 1.0 - color;
  }
  return (OTHER_WHITE - floor(color * OTHER_WHITE + 0.5)) / OTHER_WHITE;
}

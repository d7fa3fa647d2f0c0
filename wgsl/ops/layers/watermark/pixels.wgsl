// Another picture, scaled, on top of the source.
import package::lib::picture::{frame, load_color};
import package::ops::layers::composite::blend::{OVER, blend};
import package::ops::layers::composite::cover::{covered_by, lies_within};
import package::ops::layers::mask::stretch::stretched_other;
import package::stages::stages;

fn color_at(x: u32, y: u32) -> vec4f {
  let params = stages.entry;
  let base = load_color(y * frame.width + x);
  let place = covered_by(vec2u(x, y), params.place, params.period);
  if (!lies_within(place, params.extent)) {
    return base;
  }
  let pixel = vec2u(place);
  var above = stretched_other(pixel.x, pixel.y, u32(params.extent.x), params.taps, params.mark);
  above.a *= params.opacity;
  return blend(base, above, 1.0 - above.rgb, OVER, 0u);
}

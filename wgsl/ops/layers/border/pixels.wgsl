// A border over the edge of the picture.
import package::lib::picture::{frame, load_color};
import package::ops::layers::composite::blend::{OVER, blend};
import package::stages::stages;

fn color_at(x: u32, y: u32) -> vec4f {
  let params = stages.entry;
  let base = load_color(y * frame.width + x);
  let pixel = vec2i(vec2u(x, y));
  if (all(pixel >= params.first) && all(pixel < params.end)) {
    return base;
  }
  return blend(base, params.color, 1.0 - params.color.rgb, OVER, 0u);
}

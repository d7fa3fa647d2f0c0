// White where a pixel is in the set of the strong ones.
import package::lib::picture::{frame, load_color};
import package::ops::convolve::canny::forest::{root_of, strong};
import package::stages::stages;

fn color_at(x: u32, y: u32) -> vec4f {
  let pixel = y * frame.width + x;
  let kind = load_color(pixel).r;
  var edge = kind == 2.0;
  if (kind == 1.0) {
    edge = root_of(pixel) == strong();
  }
  return vec4f(select(0.0, stages.entry.white, edge));
}

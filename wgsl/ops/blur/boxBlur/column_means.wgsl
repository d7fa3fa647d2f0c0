// The mean around each pixel along its column.
import package::lib::picture::frame;
import package::ops::blur::boxBlur::groups::mean_of;

fn color_at(x: u32, y: u32) -> vec4f {
  return mean_of(y, x, frame.width);
}

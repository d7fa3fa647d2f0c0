// Samples and sums of neighbours of each column.
import package::lib::picture::frame;
import package::ops::blur::boxBlur::groups::sum_of;

fn color_at(x: u32, y: u32) -> vec4f {
  return sum_of(y, x, frame.width);
}

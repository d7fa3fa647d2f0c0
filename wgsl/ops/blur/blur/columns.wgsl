// Each column filtered.
import package::lib::picture::frame;
import package::ops::blur::blur::weigh::weigh;

fn color_at(x: u32, y: u32) -> vec4f {
  return weigh(y, x, frame.width);
}

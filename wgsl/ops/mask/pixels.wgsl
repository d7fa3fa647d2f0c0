// Alpha times another picture.
import package::lib::picture::{frame, load_color};
import package::ops::mask::stretch::stretched_other;
import package::stages::stages;

/// ITU-R BT.709.
const LUMA = vec3f(0.2126, 0.7152, 0.0722);

fn color_at(x: u32, y: u32) -> vec4f {
  let params = stages.entry;
  let color = load_color(y * frame.width + x);
  let above = stretched_other(x, y, frame.width, params.taps, params.extent);
  let brightness = above.a * clamp(dot(above.rgb, LUMA), 0.0, 1.0);
  let kept = select(brightness, above.a, params.from_alpha == 1u);
  return vec4f(color.rgb, color.a * select(kept, 1.0 - kept, params.invert == 1u));
}

// Alpha times another picture.
import package::lib::number::is_nan;
import package::lib::picture::{frame, load_color};
import package::ops::layers::mask::stretch::stretched_other;
import package::stages::stages;

/// ITU-R BT.709.
const LUMA = vec3f(0.2126, 0.7152, 0.0722);

fn color_at(x: u32, y: u32) -> vec4f {
  let params = stages.entry;
  let color = load_color(y * frame.width + x);
  let above = stretched_other(x, y, frame.width, params.taps, params.extent);
  let luminance = vec4f(dot(above.rgb, LUMA));
  // NaN is what infinities of both signs make.
  let brightness = select(above.a * clamp(luminance, vec4f(), vec4f(1.0)), vec4f(), is_nan(luminance)).x;
  let kept = select(brightness, above.a, params.from_alpha == 1u);
  return vec4f(color.rgb, color.a * select(kept, 1.0 - kept, params.invert == 1u));
}

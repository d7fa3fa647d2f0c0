// The bits of the source's samples with those of another picture's.
import package::lib::other::load_other;
import package::lib::picture::{frame, load_color};
import package::ops::channels::boolean::bits::combine;
import package::other_channels::CHANNELS as OTHER_CHANNELS;
import package::source_pixel::{WHITE, quantize};
import package::stages::stages;

fn color_at(x: u32, y: u32) -> vec4f {
  let pixel = y * frame.width + x;
  let color = load_color(pixel);
  var operand = quantize(load_other(pixel) * WHITE);
  if (OTHER_CHANNELS == 1u) {
    operand.a = operand.r;
  }
  let combined = vec4f(combine(stages.entry.operation, vec4u(color), vec4u(operand)));
  return select(combined, vec4f(combined.rgb, color.a), OTHER_CHANNELS == 3u);
}

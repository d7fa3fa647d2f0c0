// Each row scaled: pixels from several columns of the source.
import package::ops::resize::resize::weigh::{covers, weigh};
import package::stages::stages;

fn color_at(x: u32, y: u32) -> vec4f {
  if (!covers(x, y)) {
    return stages.entry.background;
  }
  let source = stages.entry.source;
  return weigh(x - stages.entry.place.x, (y - stages.entry.place.y) * source.x, 1u, source.x - 1u);
}

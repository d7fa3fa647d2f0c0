// Each column scaled: pixels from several rows of the source.
import package::ops::resize::resize::weigh::{covers, weigh};
import package::stages::stages;

fn color_at(x: u32, y: u32) -> vec4f {
  if (!covers(x, y)) {
    return stages.entry.background;
  }
  let source = stages.entry.source;
  return weigh(y - stages.entry.place.y, x - stages.entry.place.x, source.x, source.y - 1u);
}

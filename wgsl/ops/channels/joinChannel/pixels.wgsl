// The channels of another picture behind those of the source.
import package::lib::other::load_other;
import package::lib::picture::{frame, load_color};
import package::goal_channels::CHANNELS as GOAL_CHANNELS;
import package::other_channels::CHANNELS as OTHER_CHANNELS;
import package::source_pixel::WHITE;
import package::stages::stages;

fn color_at(x: u32, y: u32) -> vec4f {
  let pixel = y * frame.width + x;
  let own = stages.entry.own;
  let added = samples_of(load_other(pixel) * WHITE, OTHER_CHANNELS);
  var joined = samples_of(load_color(pixel), own);
  for (var i = own; i < 4u; i++) {
    joined[i] = added[i - own];
  }
  // Gray and alpha are stored from the first colour and alpha.
  return select(joined, vec4f(joined.x, joined.x, joined.x, joined.y), GOAL_CHANNELS == 2u);
}

/// A colour's samples in the order in which a picture of so many channels stores them.
fn samples_of(color: vec4f, channels: u32) -> vec4f {
  return select(color, color.xwww, channels < 3u);
}

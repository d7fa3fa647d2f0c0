// The largest or smallest value of each channel along a column.
import package::lib::picture::{frame, load_color};
import package::ops::extremum::better::better;
import package::stages::stages;

fn color_at(x: u32, y: u32) -> vec4f {
  let last = min(y + stages.entry.reach, frame.height - 1u);
  var best = load_color(y * frame.width + x);
  for (var other = y - min(y, stages.entry.reach); other <= last; other++) {
    best = better(best, load_color(other * frame.width + x), stages.entry.sign);
  }
  return best;
}

// The largest or smallest value of each channel along a row.
import package::lib::picture::{frame, load_color};
import package::ops::extremum::better::better;
import package::stages::stages;

fn color_at(x: u32, y: u32) -> vec4f {
  let row = y * frame.width;
  let last = min(x + stages.entry.reach, frame.width - 1u);
  var best = load_color(row + x);
  for (var other = x - min(x, stages.entry.reach); other <= last; other++) {
    best = better(best, load_color(row + other), stages.entry.sign);
  }
  return best;
}

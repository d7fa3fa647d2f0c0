// Two rows for each: the blur along the columns, times alpha where there is one, and the row itself.
import package::lib::holes::note_holes;
import package::lib::picture::{frame, load_color, table};
import package::ops::blur::blur::mixable::mixable;
import package::stages::stages;

fn color_at(x: u32, y: u32) -> vec4f {
  let params = stages.entry;
  let row = y / 2u;
  if (y % 2u == 1u) {
    let own = load_color(row * frame.width + x);
    note_holes(own);
    return mixable(own, 0u, 1.0);
  }
  let last = i32(params.height) - 1;
  var sum = vec4f();
  for (var tap = 0u; tap <= 2u * params.radius; tap++) {
    let other = u32(clamp(i32(row + tap) - i32(params.radius), 0, last));
    let color = mixable(load_color(other * frame.width + x), params.by_alpha, 1.0);
    sum += table[tap] * color;
  }
  return sum;
}

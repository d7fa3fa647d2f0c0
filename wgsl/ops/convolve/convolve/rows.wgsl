// Each row by the row of a kernel: premultiplied sums. Where alpha stays, it is the middle pixel's.
import package::lib::holes::note_holes;
import package::lib::picture::{frame, load_color, table};
import package::lib::premultiplied::premultiplied;
import package::stages::stages;

fn color_at(x: u32, y: u32) -> vec4f {
  let row = y * frame.width;
  let width = stages.entry.size.x;
  var sum = vec4f();
  for (var tap = 0u; tap < width; tap++) {
    let weight = table[tap];
    if (weight == 0.0) {
      continue;
    }
    // What lies before the picture is like its first pixel.
    let column = min(max(x + tap, width / 2u) - width / 2u, frame.width - 1u);
    let color = load_color(row + column);
    note_holes(vec4f(color.a));
    sum += weight * premultiplied(color, stages.entry.white);
  }
  note_holes(sum);
  if (stages.entry.alpha == 2u) {
    return vec4f(sum.rgb, load_color(row + x).a);
  }
  return sum;
}

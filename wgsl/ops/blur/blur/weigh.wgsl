import package::lib::holes::note_holes;
import package::lib::picture::{load_color, table};
import package::ops::blur::blur::mixable::mixable;
import package::stages::stages;

/// The weighted sum of pixels of one row or column, which begins at `base`.
fn weigh(index: u32, base: u32, step: u32) -> vec4f {
  let params = stages.entry;
  let entry = (index % params.phases) * (params.taps + 1u);
  let start = i32(index / params.phases * params.stride) + i32(table[entry]);
  var sum = vec4f();
  for (var tap = 0u; tap < params.taps; tap++) {
    let place = u32(clamp(start + i32(tap), 0, params.last));
    var color = load_color(base + place * step);
    if (params.raw == 1u) {
      note_holes(color);
      color = mixable(color, params.by_alpha, params.white);
    }
    sum += table[entry + 1u + tap] * color;
  }
  note_holes(sum);
  return sum;
}

import package::lib::picture::{load_color, table};
import package::stages::stages;

// As in src/math/kernels.ts, where it is explained.
const CANCELLED = 8.0;

/// Whether the picture covers a pixel of the goal.
fn covers(x: u32, y: u32) -> bool {
  let place = vec2u(x, y) - stages.entry.place;
  // What lies before the picture wraps around to beyond it.
  return all(place < stages.entry.extent);
}

/// The weighted colours of pixels of one row or column, which begins at `base`. `index` is that of the
/// entry in the table, and `last` that of the last pixel.
fn weigh(index: u32, base: u32, step: u32, last: u32) -> vec4f {
  let params = stages.entry;
  let entry = index * (params.taps + 1u);
  let start = u32(table[entry]);
  var sum = vec4f();
  var absolute = 0.0;
  for (var tap = 0u; tap < params.taps; tap++) {
    let weight = table[entry + 1u + tap];
    // Those that fill the table up may lie outside of the bound window.
    if (weight == 0.0) {
      continue;
    }
    let color = load_color(base + min(start + tap, last) * step);
    if (params.by_alpha == 1u) {
      let part = weight * color.a;
      sum += vec4f(color.rgb * part, part);
      absolute += abs(part);
    } else {
      sum += weight * color;
    }
  }
  if (params.opaque > 0.0) {
    return vec4f(sum.rgb, params.opaque);
  }
  if (params.by_alpha == 0u) {
    return sum;
  }
  let straight = sum.rgb / max(sum.a, absolute / CANCELLED);
  return vec4f(select(vec3f(), straight, sum.a > 0.0), sum.a);
}

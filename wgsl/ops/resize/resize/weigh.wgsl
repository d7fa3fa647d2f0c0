import package::lib::holes::note_holes;
import package::lib::picture::{load_color, table};
import package::lib::premultiplied::CANCELLED;
import package::lib::srgb::{to_encoded, to_linear};
import package::stages::stages;

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
    let color = load_light(base + min(start + tap, last) * step);
    if (params.by_alpha == 1u) {
      let part = weight * color.a;
      // A transparent pixel does not count, whatever colour it holds.
      if (part == 0.0) {
        continue;
      }
      sum += vec4f(color.rgb * part, part);
      absolute += abs(part);
    } else {
      sum += weight * color;
    }
  }
  note_holes(sum);
  if (params.by_alpha == 1u) {
    let straight = sum.rgb / max(sum.a, absolute / CANCELLED);
    sum = vec4f(select(vec3f(), straight, sum.a > 0.0), sum.a);
  }
  if (params.encode > 0.0) {
    sum = vec4f(params.encode * to_encoded(sum.rgb), sum.a);
  }
  return vec4f(sum.rgb, select(sum.a, params.opaque, params.opaque > 0.0));
}

/// A colour of the source, its red, green and blue as light where light is weighed.
fn load_light(pixel: u32) -> vec4f {
  let color = load_color(pixel);
  let white = stages.entry.decode;
  if (white == 0.0) {
    return color;
  }
  return vec4f(to_linear(color.rgb / white), color.a);
}

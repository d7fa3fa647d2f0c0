import package::lib::holes::note_holes;
import package::lib::number::is_nan;
import package::lib::picture::load_color;
import package::stages::stages;

/// Terms added one after the other: errors grow with their number, and less with that of the sums.
const CHUNK = 32u;

/// The mean of `count` pixels from `first` on, `step` apart, multiplied by their alpha before if `weigh`.
fn mean_of(first: u32, count: u32, step: u32, weigh: bool) -> vec4f {
  var sum = vec4f();
  for (var start = 0u; start < count; start += CHUNK) {
    var part = vec4f();
    for (var at = start; at < min(count, start + CHUNK); at++) {
      let color = load_color(first + at * step);
      part += select(color, weighed(color), weigh);
    }
    sum += part;
  }
  note_holes(sum);
  return sum / f32(count);
}

/// A colour times its alpha, which is not below 0; black without, whatever it holds.
fn weighed(color: vec4f) -> vec4f {
  let alpha = select(max(color.a, 0.0), color.a, is_nan(color).a);
  return vec4f(select(color.rgb * alpha, vec3f(), alpha == 0.0), alpha);
}

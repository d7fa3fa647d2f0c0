import package::lib::number::is_nan;
import package::lib::other::load_other;
import package::lib::picture::table;

/// A pixel of the further picture scaled to `columns` columns: straight, 1 as white. `extent` is what it has
/// itself, and `taps` are the weights of each column and row. As `stretchedLayer` in src/ops/layers/lib/layer.ts.
fn stretched_other(x: u32, y: u32, columns: u32, taps: vec2u, extent: vec2u) -> vec4f {
  let across = x * (taps.x + 1u);
  let down = columns * (taps.x + 1u) + y * (taps.y + 1u);
  let first = vec2u(u32(table[across]), u32(table[down]));
  var sum = vec4f();
  for (var row = 0u; row < taps.y; row++) {
    let height = table[down + 1u + row];
    if (height == 0.0) {
      continue;
    }
    let start = min(first.y + row, extent.y - 1u) * extent.x;
    var line = vec4f();
    for (var column = 0u; column < taps.x; column++) {
      let color = plain(load_other(start + min(first.x + column, extent.x - 1u)));
      let part = table[across + 1u + column] * color.a;
      // What is transparent does not count, whatever colour it holds.
      if (part == 0.0) {
        continue;
      }
      line += vec4f(color.rgb * part, part);
    }
    sum += height * line;
  }
  return plain(vec4f(select(vec3f(), sum.rgb / max(sum.a, 1e-30), sum.a > 0.0), sum.a));
}

/// NaN counts as 0, and alpha within 0..1.
fn plain(color: vec4f) -> vec4f {
  let number = select(color, vec4f(), is_nan(color));
  return vec4f(number.rgb, clamp(number.a, 0.0, 1.0));
}

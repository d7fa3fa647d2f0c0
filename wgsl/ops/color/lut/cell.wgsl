import package::lib::number::is_nan;

/// A cell of the table, and where in it a colour lies.
struct Cell {
  /// The darkest corner's place in the table.
  corner: u32,
  /// Colours of the table from one corner to the next, for red, green and blue.
  steps: vec3u,
  shares: vec3f,
}

/// The cell that holds a colour: NaN in that of black, and what is beyond the table at its end.
fn cell_of(color: vec4f, white: f32, size: u32) -> Cell {
  let last = f32(size - 1u);
  let fraction = select(clamp(color.rgb / white, vec3f(), vec3f(1.0)), vec3f(), is_nan(color).rgb);
  let place = fraction * last;
  let first = min(floor(place), vec3f(last - 1.0));
  let steps = vec3u(1u, size, size * size);
  let corner = vec3u(first) * steps;
  return Cell(corner.r + corner.g + corner.b, steps, place - first);
}

/// The colour on its way to what was found in the table, in levels.
fn graded(color: vec4f, found: vec3f, strength: f32) -> vec4f {
  let keeps = !is_nan(color).rgb & vec3<bool>(strength < 1.0);
  let rest = select(vec3f(), (1.0 - strength) * color.rgb, keeps);
  return vec4f(strength * found + rest, color.a);
}

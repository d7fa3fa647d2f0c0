import package::lib::other::load_other;
import package::ops::color::lut::cell::{cell_of, graded};

struct Params {
  white: f32,
  /// Colours of the table along a side.
  size: u32,
  strength: f32,
}

/// From the darkest corner to the brightest along the axes, the one with the largest share first.
fn apply(color: vec4f, params: Params) -> vec4f {
  let cell = cell_of(color, params.white, params.size);
  let s = cell.shares;
  let high = max(max(s.r, s.g), s.b);
  let low = min(min(s.r, s.g), s.b);
  let middle = max(min(s.r, s.g), min(max(s.r, s.g), s.b));
  // Of equal shares any may be the first: the corner in between has no weight.
  let first = select(select(cell.steps.b, cell.steps.g, s.g >= s.b), cell.steps.r, s.r >= s.g && s.r >= s.b);
  let final_step = select(select(cell.steps.r, cell.steps.g, s.g < s.r), cell.steps.b, s.b <= s.r && s.b <= s.g);
  let bright = cell.corner + cell.steps.r + cell.steps.g + cell.steps.b;
  let found = (1.0 - high) * load_other(cell.corner).rgb
    + (high - middle) * load_other(cell.corner + first).rgb
    + (middle - low) * load_other(bright - final_step).rgb
    + low * load_other(bright).rgb;
  return graded(color, params.white * found, params.strength);
}

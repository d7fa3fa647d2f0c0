import package::lib::other::load_other;
import package::ops::color::lut::cell::{cell_of, graded};

struct Params {
  white: f32,
  /// Colours of the table along a side.
  size: u32,
  strength: f32,
}

/// All eight corners of the cell, each by the product of its distances.
fn apply(color: vec4f, params: Params) -> vec4f {
  let cell = cell_of(color, params.white, params.size);
  var found = vec3f();
  for (var corner = 0u; corner < 8u; corner++) {
    let bits = vec3u(corner & 1u, (corner >> 1u) & 1u, corner >> 2u);
    let shares = select(1.0 - cell.shares, cell.shares, bits == vec3u(1u));
    let steps = bits * cell.steps;
    let at = cell.corner + steps.r + steps.g + steps.b;
    found += shares.r * shares.g * shares.b * load_other(at).rgb;
  }
  return graded(color, params.white * found, params.strength);
}

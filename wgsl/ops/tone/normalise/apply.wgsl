import package::lib::lab::{TO_BLUE, TO_GREEN, TO_RED, TO_X, TO_Y, TO_Z, lab_cube, lab_root};
import package::lib::srgb::{to_linear, to_encoded};
import package::ops::tone::normalise::ledger::{BLACK, SCALE};

struct Params {
  white: f32,
}

@group(0) @binding(5) var<storage, read_write> ledger: array<u32>;

/// Stretches L; a and b stay. They are differences of X's, Y's and Z's roots, which therefore all grow by
/// the same. Only what that adds is carried back, so that rounding grows with it.
fn apply(color: vec4f, params: Params) -> vec4f {
  let scale = bitcast<f32>(ledger[SCALE]);
  if (scale == 0.0) {
    return color;
  }
  let linear = to_linear(color.rgb / params.white);
  let xyz = vec3f(dot(TO_X, linear), dot(TO_Y, linear), dot(TO_Z, linear));
  let root = lab_root(xyz);
  let lightness = 116.0 * root.y - 16.0;
  let growth = ((lightness - bitcast<f32>(ledger[BLACK])) * scale - lightness) / 116.0;
  let added = growth * (3.0 * root * (root + growth) + growth * growth);
  let cubic = min(root, root + growth) > vec3f(6.0 / 29.0);
  let change = select(lab_cube(root + growth) - xyz, added, cubic);
  let changed = linear + vec3f(dot(TO_RED, change), dot(TO_GREEN, change), dot(TO_BLUE, change));
  return vec4f(params.white * to_encoded(changed), color.a);
}

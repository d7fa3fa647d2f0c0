import package::lib::order::{from_order, order_of};
import package::lib::picture::load_color;
import package::stages::stages;

/// Keys of a tile's pixels and of those around them. They are in the order of the values, or against it
/// where the smallest is sought, so that the largest key is always the best; 0 is NaN, and nothing at all.
var<workgroup> keys: array<vec4u, 1024>;

fn load_key(pixel: u32) -> vec4u {
  let order = order_of(load_color(pixel));
  return select(~order, order + 1u, stages.entry.sign > 0.0);
}

fn from_key(key: vec4u) -> vec4f {
  return from_order(select(~key, key - 1u, stages.entry.sign > 0.0));
}

/// Makes each key the best of as many from it on as the largest power of two in the window, and gives that
/// number: each step doubles it. Neighbours in the direction of the pass lie `step` keys apart.
fn double_keys(lane: u32, step: u32) -> u32 {
  var covered = 1u;
  while (2u * covered <= 2u * stages.entry.reach + 1u) {
    var better: array<vec4u, 4>;
    for (var i = 0u; i < 4u; i++) {
      let at = i * 256u + lane;
      // What is taken from the next line is in no window that is read.
      better[i] = max(keys[at], keys[min(at + covered * step, 1023u)]);
    }
    workgroupBarrier();
    for (var i = 0u; i < 4u; i++) {
      keys[i * 256u + lane] = better[i];
    }
    workgroupBarrier();
    covered *= 2u;
  }
  return covered;
}

/// The best of the window that begins at a key: two overlapping parts of it.
fn window_key(at: u32, covered: u32, step: u32) -> vec4u {
  return max(keys[at], keys[at + (2u * stages.entry.reach + 1u - covered) * step]);
}

// Makes a set of all pixels of an edge. Strong ones are in one set, wherever they are.
import package::lib::picture::{NONE, frame, load_color, quad_of};
import package::ops::convolve::canny::forest::{strong, unite};

@compute @workgroup_size(16, 16)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let quad = quad_of(id);
  if (quad == NONE) {
    return;
  }
  let end = min(quad * 4u + 4u, strong());
  for (var pixel = quad * 4u; pixel < end; pixel++) {
    let node = node_of(pixel);
    if (node != NONE) {
      join(pixel, node);
    }
  }
}

/// Joins a pixel with those of its eight neighbours that come before it.
fn join(pixel: u32, node: u32) {
  let x = pixel % frame.width;
  if (x > 0u) {
    join_two(node, pixel - 1u);
  }
  if (pixel < frame.width) {
    return;
  }
  let above = pixel - frame.width;
  join_two(node, above);
  if (x > 0u) {
    join_two(node, above - 1u);
  }
  if (x + 1u < frame.width) {
    join_two(node, above + 1u);
  }
}

fn join_two(node: u32, pixel: u32) {
  let other = node_of(pixel);
  if (other != NONE && other != node) {
    unite(node, other);
  }
}

fn node_of(pixel: u32) -> u32 {
  let kind = load_color(pixel).r;
  return select(select(strong(), pixel, kind == 1.0), NONE, kind == 0.0);
}

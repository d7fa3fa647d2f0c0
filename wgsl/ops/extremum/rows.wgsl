// The largest or smallest value of each channel along a row.
import package::lib::picture::{NONE, frame, quad_of, load_color, store_quad};
import package::ops::extremum::better::better;
import package::stages::{apply_stages, stages};

@compute @workgroup_size(16, 16)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let quad = quad_of(id);
  if (quad == NONE) {
    return;
  }
  var colors: array<vec4f, 4>;
  for (var i = 0u; i < 4u; i++) {
    colors[i] = apply_stages(along_row(quad * 4u + i));
  }
  store_quad(quad, colors);
}

fn along_row(pixel: u32) -> vec4f {
  let x = pixel % frame.width;
  let row = pixel - x;
  // The last quad may reach behind the picture; what it finds there is never read.
  if (row / frame.width >= frame.height) {
    return vec4f();
  }
  let last = min(x + stages.entry.reach, frame.width - 1u);
  var best = load_color(pixel);
  for (var other = x - min(x, stages.entry.reach); other <= last; other++) {
    best = better(best, load_color(row + other), stages.entry.sign);
  }
  return best;
}

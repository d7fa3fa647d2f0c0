// Each column scaled: pixels from several rows of the source.
import package::lib::picture::{NONE, frame, quad_of, store_quad};
import package::ops::resize::weigh::{covers, weigh};
import package::stages::{apply_stages, stages};

@compute @workgroup_size(16, 16)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let quad = quad_of(id);
  if (quad == NONE) {
    return;
  }
  var colors: array<vec4f, 4>;
  for (var i = 0u; i < 4u; i++) {
    colors[i] = apply_stages(color_of(quad * 4u + i));
  }
  store_quad(quad, colors);
}

fn color_of(pixel: u32) -> vec4f {
  let y = pixel / frame.width;
  // The last quad may reach behind the picture; what it finds there is never read.
  if (y >= frame.height) {
    return vec4f();
  }
  let x = pixel - y * frame.width;
  if (!covers(x, y)) {
    return stages.entry.background;
  }
  let source = stages.entry.source;
  return weigh(y - stages.entry.place.y, x - stages.entry.place.x, source.x, source.y - 1u);
}

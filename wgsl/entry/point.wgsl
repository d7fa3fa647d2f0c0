// Entry point of point ops: four pixels in, four pixels out.
import package::lib::picture::{NONE, quad_of, load_quad, store_quad};
import package::stages::apply_stages;

@compute @workgroup_size(16, 16)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let quad = quad_of(id);
  if (quad == NONE) {
    return;
  }
  var colors = load_quad(quad);
  for (var i = 0u; i < 4u; i++) {
    colors[i] = apply_stages(colors[i]);
  }
  store_quad(quad, colors);
}

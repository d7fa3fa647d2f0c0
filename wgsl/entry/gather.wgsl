// Entry point of passes whose pixels come from elsewhere. An invocation computes four pixels, one after another.
import package::gather::color_at;
import package::lib::picture::{NONE, frame, quad_of, store_quad};
import package::stages::apply_stages;

@compute @workgroup_size(16, 16)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let quad = quad_of(id);
  if (quad == NONE) {
    return;
  }
  var colors: array<vec4f, 4>;
  for (var i = 0u; i < 4u; i++) {
    let pixel = quad * 4u + i;
    let y = pixel / frame.width;
    // The last quad may extend beyond the picture. Nothing reads that part.
    if (y < frame.height) {
      colors[i] = apply_stages(color_at(pixel - y * frame.width, y));
    }
  }
  store_quad(quad, colors);
}

// Brightness in 65536 levels, as in src/kernels/convolve/canny-levels.ts.
import package::lib::number::is_nan;
import package::lib::picture::{NONE, load_quad, quad_of, store_quad};
import package::lib::histogram::luma::{counts, levels_of, luma_level};
import package::stages::{apply_stages, stages};

@compute @workgroup_size(16, 16)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let quad = quad_of(id);
  if (quad == NONE) {
    return;
  }
  var colors = load_quad(quad);
  for (var i = 0u; i < 4u; i++) {
    colors[i] = apply_stages(vec4f(f32(brightness(colors[i]))));
  }
  store_quad(quad, colors);
}

/// The largest product and what rounds it still fit 32 bits.
fn brightness(color: vec4f) -> u32 {
  if (!counts(color) || is_nan(color).a) {
    return 0u;
  }
  let widen = stages.entry.widen;
  let alpha = widen * levels_of(color.aaaa).r;
  return (widen * luma_level(color) * alpha + 32767u) / 65535u;
}

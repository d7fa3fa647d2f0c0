// Means of blocks from those of their columns, colours divided by alpha.
import package::ops::resize::pixelate::mean::mean_of;
import package::stages::stages;

fn color_at(x: u32, y: u32) -> vec4f {
  let size = stages.entry.size;
  let width = stages.entry.extent.x;
  let first = x * size;
  let mean = mean_of(y * width + first, min(size, width - first), 1u, false);
  if (stages.entry.by_alpha == 0u) {
    return mean;
  }
  return vec4f(select(mean.rgb / mean.a, vec3f(), mean.a == 0.0), mean.a);
}

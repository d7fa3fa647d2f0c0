// Means of parts of columns as high as a block, colours multiplied by alpha.
import package::lib::picture::frame;
import package::ops::resize::pixelate::mean::mean_of;
import package::stages::stages;

fn color_at(x: u32, y: u32) -> vec4f {
  let size = stages.entry.size;
  let first = y * size;
  let count = min(size, stages.entry.extent.y - first);
  return mean_of(first * frame.width + x, count, frame.width, stages.entry.by_alpha == 1u);
}

// Each pixel the colour of its block.
import package::lib::picture::load_color;
import package::stages::stages;

fn color_at(x: u32, y: u32) -> vec4f {
  let size = stages.entry.size;
  let columns = (stages.entry.extent.x + size - 1u) / size;
  return load_color(y / size * columns + x / size);
}

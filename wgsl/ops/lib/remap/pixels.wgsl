// Each pixel from a place of its own in the source, which lies on the source's grid.
import package::lib::picture::load_color;
import package::stages::stages;

fn color_at(x: u32, y: u32) -> vec4f {
  let map = stages.entry;
  let place = map.origin + map.across * i32(x) + map.down * i32(y);
  return load_color(u32(place.y * map.source_width + place.x));
}

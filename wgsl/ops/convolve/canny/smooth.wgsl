// A Gaussian in whole numbers along one axis: weights are 32768ths, so that sums fit 32 bits.
import package::lib::picture::{frame, load_color, table};
import package::stages::stages;

fn color_at(x: u32, y: u32) -> vec4f {
  let down = stages.entry.down == 1u;
  let here = select(x, y, down);
  let last = select(frame.width, frame.height, down) - 1u;
  let stride = select(1u, frame.width, down);
  let start = y * frame.width + x - here * stride;
  var sum = 16384u + weight(0u) * level(start + here * stride);
  for (var reach = 1u; reach <= stages.entry.radius; reach++) {
    let before = here - min(here, reach);
    let after = min(here + reach, last);
    sum += weight(reach) * (level(start + before * stride) + level(start + after * stride));
  }
  return vec4f(f32(sum >> 15u));
}

fn weight(reach: u32) -> u32 {
  return u32(table[reach]);
}

fn level(pixel: u32) -> u32 {
  return u32(load_color(pixel).r);
}

// Brings the components together to gray or RGB, exactly as libjpeg-turbo does (jdcolor.c), and writes packed
// samples. One invocation makes four pixels, counted through the whole picture.
import package::codecs::jpeg::decode::header::{header};
import package::codecs::jpeg::decode::samples::{four_at, sample_at};

@group(0) @binding(6) var<storage, read_write> goal: array<u32>;

/// A component's samples of the four pixels.
fn load_quad(component: u32, quad: u32) -> vec4i {
  let first = 4u * quad;
  let x = first % header.width;
  if (x + 3u < header.width) {
    return four_at(component, x, first / header.width);
  }
  // They lie in several rows.
  var samples: vec4i;
  for (var i = 0u; i < 4u; i++) {
    let pixel = min(first + i, header.width * header.height - 1u);
    samples[i] = sample_at(component, pixel % header.width, pixel / header.width);
  }
  return samples;
}

struct Colors {
  red: vec4u,
  green: vec4u,
  blue: vec4u,
}

fn to_level(value: vec4i) -> vec4u {
  return vec4u(clamp(value, vec4i(), vec4i(255)));
}

fn load_colors(quad: u32) -> Colors {
  let first = load_quad(0u, quad);
  let second = load_quad(1u, quad);
  let third = load_quad(2u, quad);
  if (header.ycc == 0u) {
    return Colors(vec4u(first), vec4u(second), vec4u(third));
  }
  let cb = second - 128;
  let cr = third - 128;
  return Colors(
    to_level(first + ((91881 * cr + 32768) >> vec4u(16u))),
    to_level(first + ((-22554 * cb - 46802 * cr + 32768) >> vec4u(16u))),
    to_level(first + ((116130 * cb + 32768) >> vec4u(16u))),
  );
}

fn pack(samples: vec4u) -> u32 {
  return samples.x | (samples.y << 8u) | (samples.z << 16u) | (samples.w << 24u);
}

@compute @workgroup_size(16, 16)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) index: u32,
) {
  let quad = (group.y * groups.x + group.x) * 256u + index;
  if (4u * quad >= header.width * header.height) {
    return;
  }
  if (header.component_count == 1u) {
    goal[quad] = pack(vec4u(load_quad(0u, quad)));
    return;
  }
  let colors = load_colors(quad);
  let red = colors.red;
  let green = colors.green;
  let blue = colors.blue;
  goal[3u * quad] = pack(vec4u(red.x, green.x, blue.x, red.y));
  goal[3u * quad + 1u] = pack(vec4u(green.y, blue.y, red.z, green.z));
  goal[3u * quad + 2u] = pack(vec4u(blue.z, red.w, green.w, blue.w));
}

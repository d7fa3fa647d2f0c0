// Brings the components to the picture's resolution and to gray or RGB, exactly as libjpeg-turbo does (jdsample.c
// with fancy upsampling, jdcolor.c), and writes packed samples. One invocation makes four pixels.
import package::codecs::jpeg::decode::header::{header};

@group(0) @binding(5) var<storage, read_write> planes: array<u32>;
@group(0) @binding(6) var<storage, read_write> goal: array<u32>;

fn load_sample(component: u32, x: u32, y: u32) -> i32 {
  let own = header.components[component];
  let word = planes[own.plane + min(y, own.last_y) * own.stride + min(x, own.last_x) / 4u];
  return i32((word >> (min(x, own.last_x) % 4u * 8u)) & 255u);
}

/// The sample beside `at` that lies nearer to the picture's sample `whole`, when there are twice as many.
fn neighbour(whole: u32, at: u32) -> u32 {
  return select(max(at, 1u) - 1u, at + 1u, whole % 2u == 1u);
}

/// A component's sample at the picture's resolution.
fn sample_at(component: u32, x: u32, y: u32) -> i32 {
  let own = header.components[component];
  let column = x / own.expand_x;
  let row = y / own.expand_y;
  let near = load_sample(component, column, row);
  if (own.fancy == 0u) {
    return near;
  }
  let aside = neighbour(x, column);
  let above = neighbour(y, row);
  if (own.expand_y == 1u) {
    return (3 * near + load_sample(component, aside, row) + 1 + i32(x % 2u)) >> 2u;
  }
  let far = load_sample(component, column, above);
  if (own.expand_x == 1u) {
    return (3 * near + far + 1 + i32(y % 2u)) >> 2u;
  }
  let sum = 3 * near + far;
  let sum_aside = 3 * load_sample(component, aside, row) + load_sample(component, aside, above);
  return (3 * sum + sum_aside + 8 - i32(x % 2u)) >> 4u;
}

fn color_at(x: u32, y: u32) -> vec3i {
  let first = sample_at(0u, x, y);
  let color = vec3i(first, sample_at(1u, x, y), sample_at(2u, x, y));
  if (header.ycc == 0u) {
    return color;
  }
  let cb = color.y - 128;
  let cr = color.z - 128;
  let rgb = vec3i(
    first + ((91881 * cr + 32768) >> 16u),
    first + ((-22554 * cb - 46802 * cr + 32768) >> 16u),
    first + ((116130 * cb + 32768) >> 16u),
  );
  return clamp(rgb, vec3i(), vec3i(255));
}

@compute @workgroup_size(16, 16)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) index: u32,
) {
  let quad = (group.y * groups.x + group.x) * 256u + index;
  let pixels = header.width * header.height;
  if (4u * quad >= pixels) {
    return;
  }
  var samples: array<u32, 12>;
  for (var i = 0u; i < 4u; i++) {
    let pixel = min(4u * quad + i, pixels - 1u);
    let x = pixel % header.width;
    let y = pixel / header.width;
    if (header.component_count == 1u) {
      samples[i] = u32(sample_at(0u, x, y));
    } else {
      let color = vec3u(color_at(x, y));
      samples[3u * i] = color.r;
      samples[3u * i + 1u] = color.g;
      samples[3u * i + 2u] = color.b;
    }
  }
  let words = select(3u, 1u, header.component_count == 1u);
  for (var i = 0u; i < words; i++) {
    let at = 4u * i;
    goal[quad * words + i] =
      samples[at] | (samples[at + 1u] << 8u) | (samples[at + 2u] << 16u) | (samples[at + 3u] << 24u);
  }
}

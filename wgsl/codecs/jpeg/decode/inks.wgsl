// Converts CMYK to RGB by a table made from the profile, like lcms: tetrahedral interpolation in magenta, yellow
// and black, linear in cyan. In integers, so that every device gives the same. An invocation writes one quad.
import package::codecs::jpeg::decode::colors::{Colors, is_inside, load_quads, quad_of, store_colors, to_inks};

/// Cells per axis of the grid.
const CELLS = 16u;

/// Distances between nodes along cyan, magenta, yellow and black.
const STRIDES = vec4u(4913u, 289u, 17u, 1u);

/// Colours at the nodes: red in the lowest byte, then green and blue.
@group(0) @binding(9) var<storage, read> table: array<u32>;

fn load_node(at: u32) -> vec3u {
  return (vec3u(table[at]) >> vec3u(0u, 8u, 16u)) & vec3u(255u);
}

/// 255 times the colour reached from a node by three steps. A step has the stride of its axis in the low half, and
/// its fraction of the cell, in 255ths, in the high half. The largest fraction comes first.
fn load_between(at: u32, steps: vec3u) -> vec3u {
  let part = steps >> vec3u(16u);
  let stride = steps & vec3u(0xffffu);
  let second = at + stride.x;
  let third = second + stride.y;
  return (255u - part.x) * load_node(at)
    + (part.x - part.y) * load_node(second)
    + (part.y - part.z) * load_node(third)
    + part.z * load_node(third + stride.z);
}

/// Sorts the steps, largest fraction first.
fn sort(steps: vec3u) -> vec3u {
  let lower = min(steps.x, steps.y);
  let higher = max(steps.x, steps.y);
  let middle = min(higher, steps.z);
  return vec3u(max(higher, steps.z), max(lower, middle), min(lower, middle));
}

/// RGB of cyan, magenta, yellow and black.
fn to_color(inks: vec4u) -> vec3u {
  // No cell starts at the last node.
  let cell = min(inks * CELLS / 255u, vec4u(CELLS - 1u));
  let part = inks * CELLS - cell * 255u;
  let at = dot(cell, STRIDES);
  let steps = sort((part.yzw << vec3u(16u)) | STRIDES.yzw);
  let low = load_between(at, steps);
  let high = load_between(at + STRIDES.x, steps);
  return ((255u - part.x) * low + part.x * high + 32512u) / 65025u;
}

@compute @workgroup_size(16, 16)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) index: u32,
) {
  let quad = quad_of(group, groups, index);
  if (!is_inside(quad)) {
    return;
  }
  let inks = to_inks(load_quads(quad));
  var colors: Colors;
  for (var i = 0u; i < 4u; i++) {
    let color = to_color(vec4u(inks.cyan[i], inks.magenta[i], inks.yellow[i], inks.black[i]));
    colors.red[i] = color.r;
    colors.green[i] = color.g;
    colors.blue[i] = color.b;
  }
  store_colors(quad, colors);
}

// Converts RGB with a matrix/TRC profile to sRGB in integers, like lcms: tone curves to linear light of 14 bits, a
// 3x3 matrix, sRGB levels by table. src/formats/icc/primaries.ts makes the table. An invocation writes one quad.
import package::codecs::jpeg::decode::colors::{Colors, is_inside, load_quads, quad_of, store_colors, to_colors};

/// Linear light of white.
const WHITE = 16384;

/// Offsets in words of the matrix and of the levels by light. Light by level comes before them.
const MATRIX = 768u;
const LEVELS = 777u;

@group(0) @binding(9) var<storage, read> table: array<u32>;

/// Linear light of four samples of a channel.
fn load_light(channel: u32, samples: vec4u) -> vec4i {
  let at = 256u * channel + samples;
  return vec4i(vec4u(table[at.x], table[at.y], table[at.z], table[at.w]));
}

fn load_level(light: i32) -> u32 {
  let at = u32(clamp(light, 0, WHITE));
  return (table[LEVELS + at / 4u] >> (at % 4u * 8u)) & 255u;
}

/// Levels of one sRGB channel.
fn to_levels(channel: u32, red: vec4i, green: vec4i, blue: vec4i) -> vec4u {
  let row = MATRIX + 3u * channel;
  let factors = vec3i(vec3u(table[row], table[row + 1u], table[row + 2u]));
  let light = (factors.x * red + factors.y * green + factors.z * blue + WHITE / 2) >> vec4u(14u);
  return vec4u(load_level(light.x), load_level(light.y), load_level(light.z), load_level(light.w));
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
  let colors = to_colors(load_quads(quad));
  let red = load_light(0u, colors.red);
  let green = load_light(1u, colors.green);
  let blue = load_light(2u, colors.blue);
  store_colors(
    quad,
    Colors(
      to_levels(0u, red, green, blue),
      to_levels(1u, red, green, blue),
      to_levels(2u, red, green, blue),
    ),
  );
}

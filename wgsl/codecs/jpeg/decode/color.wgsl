// Writes gray, RGB or CMYK without a profile, as packed samples. An invocation writes one quad.
import package::codecs::jpeg::decode::colors::{
  goal, is_inside, load_quads, pack, quad_of, store_colors, to_colors, to_inks,
};
import package::codecs::jpeg::decode::header::{header};

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
  let quads = load_quads(quad);
  if (header.component_count == 1u) {
    goal[quad] = pack(vec4u(quads.first));
  } else if (header.component_count == 4u) {
    let inks = to_inks(quads);
    for (var i = 0u; i < 4u; i++) {
      goal[4u * quad + i] = pack(vec4u(inks.cyan[i], inks.magenta[i], inks.yellow[i], inks.black[i]));
    }
  } else {
    store_colors(quad, to_colors(quads));
  }
}

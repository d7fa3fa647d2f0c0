/// RGB: four pixels are three groups of samples.
const CHANNELS = 3u;

/// Unpacks four colours, opaque.
fn gather(groups: array<vec4f, 4>, white: f32) -> array<vec4f, 4> {
  return array(
    vec4f(groups[0].xyz, white),
    vec4f(groups[0].w, groups[1].xy, white),
    vec4f(groups[1].zw, groups[2].x, white),
    vec4f(groups[2].yzw, white),
  );
}

/// Packs four colours; alpha is dropped.
fn scatter(colors: array<vec4f, 4>) -> array<vec4f, 4> {
  return array(
    vec4f(colors[0].xyz, colors[1].x),
    vec4f(colors[1].yz, colors[2].xy),
    vec4f(colors[2].z, colors[3].xyz),
    vec4f(),
  );
}

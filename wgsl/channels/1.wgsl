/// Gray: four pixels are one group of samples.
const CHANNELS = 1u;

/// Unpacks four colours: gray in all colour channels, opaque.
fn gather(groups: array<vec4f, 4>, white: f32) -> array<vec4f, 4> {
  let gray = groups[0];
  return array(
    vec4f(vec3f(gray.x), white),
    vec4f(vec3f(gray.y), white),
    vec4f(vec3f(gray.z), white),
    vec4f(vec3f(gray.w), white),
  );
}

/// Packs four colours; gray is the first colour channel.
fn scatter(colors: array<vec4f, 4>) -> array<vec4f, 4> {
  return array(vec4f(colors[0].x, colors[1].x, colors[2].x, colors[3].x), vec4f(), vec4f(), vec4f());
}

/// Gray and alpha: four pixels are two groups of samples.
const CHANNELS = 2u;

/// Unpacks four colours: gray in all colour channels.
fn gather(groups: array<vec4f, 4>, white: f32) -> array<vec4f, 4> {
  let left = groups[0];
  let right = groups[1];
  return array(
    vec4f(vec3f(left.x), left.y),
    vec4f(vec3f(left.z), left.w),
    vec4f(vec3f(right.x), right.y),
    vec4f(vec3f(right.z), right.w),
  );
}

/// Packs four colours; gray is the first colour channel.
fn scatter(colors: array<vec4f, 4>) -> array<vec4f, 4> {
  return array(
    vec4f(colors[0].xw, colors[1].xw),
    vec4f(colors[2].xw, colors[3].xw),
    vec4f(),
    vec4f(),
  );
}

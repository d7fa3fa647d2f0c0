/// Gray and alpha: four pixels lie in two groups of samples.
const CHANNELS = 2u;

/// Four colours from their groups: gray in all three colour channels.
fn gather(groups: array<vec4f, 4>, white: f32) -> array<vec4f, 4> {
  return array(groups[0].xxxy, groups[0].zzzw, groups[1].xxxy, groups[1].zzzw);
}

/// The groups of four colours; gray is the first colour channel.
fn scatter(colors: array<vec4f, 4>) -> array<vec4f, 4> {
  return array(
    vec4f(colors[0].xw, colors[1].xw),
    vec4f(colors[2].xw, colors[3].xw),
    vec4f(),
    vec4f(),
  );
}

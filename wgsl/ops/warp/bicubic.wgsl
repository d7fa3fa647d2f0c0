// Sixteen pixels around each position, weighed by Catmull-Rom splines.
import package::ops::warp::position::position_of;
import package::ops::warp::surroundings::{finish, is_near, weighed_at};
import package::stages::stages;

fn color_at(x: u32, y: u32) -> vec4f {
  let position = position_of(x, y);
  if (!is_near(position.pixel, 1)) {
    return stages.entry.background;
  }
  let across = weights_at(position.behind.x, position.before.x);
  let down = weights_at(position.behind.y, position.before.y);
  var sum = vec4f();
  var absolute = 0.0;
  for (var row = 0; row < 4; row++) {
    for (var column = 0; column < 4; column++) {
      let weight = across[column] * down[row];
      if (weight == 0.0) {
        continue;
      }
      let color = weighed_at(position.pixel + vec2i(column - 1, row - 1));
      sum += weight * color;
      absolute += abs(weight * color.a);
    }
  }
  return finish(sum, absolute);
}

/// Weights of the pixels from one before the last one before a position; as in src/math/interpolators.ts.
fn weights_at(f: f32, g: f32) -> vec4f {
  return vec4f(
    -0.5 * f * g * g,
    g * (1.0 + f - 1.5 * f * f),
    f * (1.0 + g - 1.5 * g * g),
    -0.5 * f * f * g,
  );
}

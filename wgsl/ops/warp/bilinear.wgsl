// The four pixels around each position.
import package::ops::warp::position::position_of;
import package::ops::warp::surroundings::{finish, is_near, weighed_at};
import package::stages::stages;

fn color_at(x: u32, y: u32) -> vec4f {
  let position = position_of(x, y);
  if (!is_near(position.pixel, 1)) {
    return stages.entry.background;
  }
  var sum = vec4f();
  var absolute = 0.0;
  for (var tap = 0; tap < 4; tap++) {
    let step = vec2i(tap % 2, tap / 2);
    let weights = select(position.before, position.behind, step == vec2i(1));
    let weight = weights.x * weights.y;
    if (weight == 0.0) {
      continue;
    }
    let color = weighed_at(position.pixel + step);
    sum += weight * color;
    absolute += abs(weight * color.a);
  }
  return finish(sum, absolute);
}

// The gradient of each colour channel from the eight pixels around.
import package::lib::picture::{frame, load_color};
import package::lib::premultiplied::premultiplied;
import package::stages::stages;

fn color_at(x: u32, y: u32) -> vec4f {
  let rows = array(y - min(y, 1u), y, min(y + 1u, frame.height - 1u));
  let columns = array(x - min(x, 1u), x, min(x + 1u, frame.width - 1u));
  let share = stages.entry.share;
  var across = vec3f();
  var down = vec3f();
  for (var i = 0u; i < 3u; i++) {
    let weight = select(0.25, 0.5, i == 1u);
    if (share.x > 0.0) {
      across += weight * (sample(columns[2], rows[i]) - sample(columns[0], rows[i]));
    }
    if (share.y > 0.0) {
      down += weight * (sample(columns[i], rows[2]) - sample(columns[i], rows[0]));
    }
  }
  let alpha = load_color(y * frame.width + x).a;
  if (share.x * share.y > 0.0) {
    return vec4f(sqrt(share.x * across * across + share.y * down * down), alpha);
  }
  return vec4f(abs(across + down), alpha);
}

fn sample(x: u32, y: u32) -> vec3f {
  return premultiplied(load_color(y * frame.width + x), stages.entry.white).rgb;
}

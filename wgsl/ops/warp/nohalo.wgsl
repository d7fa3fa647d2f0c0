// Nohalo level 1, as explained in src/math/interpolators.ts.
import package::lib::number::is_nan;
import package::ops::warp::position::position_of;
import package::ops::warp::surroundings::{finish, is_near, weighed_at};
import package::stages::stages;

fn color_at(x: u32, y: u32) -> vec4f {
  let position = position_of(x, y);
  if (!is_near(position.pixel, 1)) {
    return stages.entry.background;
  }
  // The nearest pixel is in front; the window is turned around for that.
  let turned = position.behind > position.before;
  let step = select(vec2i(1), vec2i(-1), turned);
  let near = position.pixel + select(vec2i(), vec2i(1), turned);
  let f = min(position.behind, position.before);
  let g = max(position.behind, position.before);
  var window: array<vec4f, 16>;
  for (var at = 0; at < 16; at++) {
    let place = vec2i(at % 4, at / 4) - 1;
    // The corners are not needed.
    if (all(place * (place - 1) != vec2i())) {
      continue;
    }
    window[at] = weighed_at(near + step * place);
  }
  return interpolate(window, f, g);
}

fn interpolate(window: array<vec4f, 16>, f: vec2f, g: vec2f) -> vec4f {
  let a = window[5];
  let b = window[6];
  let c = window[9];
  let d = window[10];
  let along_x = slopes(window[4], a, b, window[7]);
  let along_y = slopes(window[1], a, c, window[13]);
  let below_x = slopes(window[8], c, d, window[11]);
  let right_y = slopes(window[2], b, d, window[14]);
  let all_slopes = along_x + below_x + along_y + right_y;
  // In the finer grid.
  let far = 2.0 * f;
  let close = g - f;
  let sum = counted(close.x * close.y, a)
    + counted(far.x * close.y, (a + b) / 2.0 + along_x / 4.0)
    + counted(close.x * far.y, (a + c) / 2.0 + along_y / 4.0)
    + counted(far.x * far.y, (a + b + c + d) / 4.0 + all_slopes / 8.0);
  let weights = vec4f(g.x * g.y, f.x * g.y, g.x * f.y, f.x * f.y);
  let alphas = abs(vec4f(a.a, b.a, c.a, d.a));
  let absolute = select(vec4f(), weights * alphas, weights > vec4f());
  return finish(sum, dot(absolute, vec4f(1.0)));
}

/// A colour times its weight; one that weighs nothing does not count, whatever it is.
fn counted(weight: f32, color: vec4f) -> vec4f {
  return select(vec4f(), weight * color, weight > 0.0);
}

/// The slope at the second of four colours less that at the third.
fn slopes(first: vec4f, second: vec4f, third: vec4f, fourth: vec4f) -> vec4f {
  let between = third - second;
  return minmod(second - first, between) - minmod(between, fourth - third);
}

/// The smaller of two slopes of one sign, 0 for others.
fn minmod(before: vec4f, after: vec4f) -> vec4f {
  let product = before * after;
  let smaller = select(after, before, abs(before) < abs(after));
  return select(vec4f(), smaller, (product > vec4f()) & !is_nan(product));
}

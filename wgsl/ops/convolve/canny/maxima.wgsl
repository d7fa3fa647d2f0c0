// What each pixel may be: 0 for no edge, 1 for a weak one, 2 for a strong one. All in whole numbers, as in
// src/ops/convolve/canny.ts.
import package::lib::picture::{frame, load_color};
import package::stages::stages;

fn color_at(x: u32, y: u32) -> vec4f {
  let at = vec2i(vec2u(x, y));
  let here = gradient(at);
  let strength = square(here);
  if (strength < stages.entry.low) {
    return vec4f();
  }
  let step = step_along(here);
  if (strength <= strength_at(at - step) || strength < strength_at(at + step)) {
    return vec4f();
  }
  return vec4f(select(1.0, 2.0, strength >= stages.entry.high));
}

/// The neighbour to which a gradient points most nearly, or the one opposite: the later of the two.
fn step_along(gradient: vec2i) -> vec2i {
  let size = vec2u(abs(gradient));
  let squares = size * size;
  let double = 2u * size.x * size.y;
  if (squares.y + double < squares.x) {
    return vec2i(1, 0);
  }
  if (squares.x + double < squares.y) {
    return vec2i(0, 1);
  }
  return vec2i(select(-1, 1, (gradient.x < 0) == (gradient.y < 0)), 1);
}

/// Nothing beyond the edges.
fn strength_at(at: vec2i) -> u32 {
  if (any(at < vec2i()) || any(at >= extent())) {
    return 0u;
  }
  return square(gradient(at));
}

fn square(gradient: vec2i) -> u32 {
  return u32(gradient.x * gradient.x + gradient.y * gradient.y);
}

fn gradient(at: vec2i) -> vec2i {
  var sum = vec2i();
  for (var i = -1; i <= 1; i++) {
    let weight = 2 - abs(i);
    sum.x += weight * (level(at + vec2i(1, i)) - level(at + vec2i(-1, i)));
    sum.y += weight * (level(at + vec2i(i, 1)) - level(at + vec2i(i, -1)));
  }
  return sum;
}

/// Brightness in 8192 levels.
fn level(at: vec2i) -> i32 {
  let inside = vec2u(clamp(at, vec2i(), extent() - 1));
  return i32(load_color(inside.y * frame.width + inside.x).r) >> 3u;
}

fn extent() -> vec2i {
  return vec2i(i32(frame.width), i32(frame.height));
}

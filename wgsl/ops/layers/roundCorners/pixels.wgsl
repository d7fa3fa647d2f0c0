// The picture with round corners. As in src/ops/layers/roundCorners.ts.
import package::lib::number::is_nan;
import package::lib::picture::{frame, load_color};
import package::source_pixel::WHITE;
import package::stages::stages;

fn color_at(x: u32, y: u32) -> vec4f {
  let color = load_color(y * frame.width + x);
  let part = coverage(vec2i(vec2u(x, y)));
  if (part == 1.0) {
    return color;
  }
  let around = stages.entry.background;
  let own = select(clamp(color.a / WHITE, 0.0, 1.0), 0.0, is_nan(color).a);
  let upper = part * own;
  let lower = (1.0 - part) * around.a / WHITE;
  let alpha = upper + lower;
  let mixed = (upper * color.rgb + lower * around.rgb) / max(alpha, 1e-30);
  return vec4f(select(mixed, around.rgb, upper == 0.0), alpha * WHITE);
}

/// How much of a pixel lies within the arcs.
fn coverage(pixel: vec2i) -> f32 {
  let radii = stages.entry.radii;
  let before = 2 * pixel + 1;
  let behind = 2 * vec2i(vec2u(frame.width, frame.height)) - before;
  var least = within(radii.x - before, radii.x);
  least = min(least, within(radii.y - vec2i(behind.x, before.y), radii.y));
  least = min(least, within(radii.z - behind, radii.z));
  return min(least, within(radii.w - vec2i(before.x, behind.y), radii.w));
}

/// For a pixel so many half pixels from an arc's centre, towards the corner on both axes.
fn within(from_centre: vec2i, radius: i32) -> f32 {
  if (any(from_centre <= vec2i())) {
    return 1.0;
  }
  // In whole numbers, as the two squares are large and nearly the same.
  let squares = from_centre * from_centre;
  let beyond = f32(squares.x + squares.y - radius * radius);
  let sum = sqrt(f32(squares.x + squares.y)) + f32(radius);
  return clamp(0.5 - beyond / sum / 2.0, 0.0, 1.0);
}

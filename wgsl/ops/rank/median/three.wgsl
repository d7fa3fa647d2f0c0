// The median of 3x3 samples: of the columns' lowest the highest, of their middles the middle, of their
// highest the lowest; and of these three the middle.
import package::lib::order::{from_order, order_of};
import package::lib::picture::{frame, load_color};

fn color_at(x: u32, y: u32) -> vec4f {
  let rows = vec3u(max(y, 1u) - 1u, y, min(y + 1u, frame.height - 1u)) * frame.width;
  let left = column(max(x, 1u) - 1u + rows);
  let own = column(x + rows);
  let right = column(min(x + 1u, frame.width - 1u) + rows);
  let low = max(left[0], max(own[0], right[0]));
  let high = min(left[2], min(own[2], right[2]));
  return from_order(middle(low, middle(left[1], own[1], right[1]), high));
}

/// Three samples in order.
fn column(pixels: vec3u) -> array<vec4u, 3> {
  let top = order_of(load_color(pixels.x));
  let own = order_of(load_color(pixels.y));
  let bottom = order_of(load_color(pixels.z));
  return array(
    min(top, min(own, bottom)),
    middle(top, own, bottom),
    max(top, max(own, bottom)),
  );
}

fn middle(a: vec4u, b: vec4u, c: vec4u) -> vec4u {
  return max(min(a, b), min(max(a, b), c));
}

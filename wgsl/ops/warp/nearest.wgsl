// The pixel before each position.
import package::ops::warp::position::position_of;
import package::ops::warp::surroundings::plain_at;

fn color_at(x: u32, y: u32) -> vec4f {
  return plain_at(position_of(x, y).pixel);
}

// The PNG filters (3rd edition, section 9.2), on four bytes at once.
import package::codecs::png::samples::Near;

/// Filter types, as stored before each row.
const NONE = 0u;
const SUB = 1u;
const UP = 2u;
const AVERAGE = 3u;
const PAETH = 4u;

fn filtered(kind: u32, near: Near) -> vec4u {
  return (near.own - prediction(kind, near)) & vec4u(0xffu);
}

fn prediction(kind: u32, near: Near) -> vec4u {
  switch kind {
    case SUB: {
      return near.left;
    }
    case UP: {
      return near.above;
    }
    case AVERAGE: {
      return (near.left + near.above) / 2u;
    }
    case PAETH: {
      return paeth(near);
    }
    default: {
      return vec4u(0u);
    }
  }
}

/// The Paeth predictor: whichever of left, above and corner is closest to left + above - corner; on a tie, the
/// first.
fn paeth(near: Near) -> vec4u {
  let corner = vec4i(near.corner);
  let left = vec4i(near.left) - corner;
  let above = vec4i(near.above) - corner;
  let to_left = abs(above);
  let to_above = abs(left);
  let to_corner = abs(left + above);
  let other = select(near.corner, near.above, to_above <= to_corner);
  return select(other, near.left, (to_left <= to_above) & (to_left <= to_corner));
}

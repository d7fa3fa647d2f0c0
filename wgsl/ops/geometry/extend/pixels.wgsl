// The picture with more of something on each side.
import package::lib::picture::load_color;
import package::stages::stages;

const COPY = 1u;
const REPEAT = 2u;
const MIRROR = 3u;

fn color_at(x: u32, y: u32) -> vec4f {
  let extent = stages.entry.extent;
  let place = continue_at(vec2i(vec2u(x, y)) - stages.entry.before, extent);
  if (any(place < vec2i()) || any(place >= extent)) {
    return stages.entry.background;
  }
  return load_color(u32(place.y * extent.x + place.x));
}

/// The place in the picture that stands for one around it.
fn continue_at(place: vec2i, extent: vec2i) -> vec2i {
  switch (stages.entry.mode) {
    case COPY: {
      return clamp(place, vec2i(), extent - 1);
    }
    case REPEAT: {
      return wrap(place, extent);
    }
    case MIRROR: {
      let there = wrap(place, 2 * extent);
      return min(there, 2 * extent - 1 - there);
    }
    default: {
      return place;
    }
  }
}

/// What is left of a number after as many whole extents as it holds, never negative.
fn wrap(place: vec2i, extent: vec2i) -> vec2i {
  return (place % extent + extent) % extent;
}

// The picture with more of something on each side.
import package::lib::picture::{NONE, frame, quad_of, load_color, store_quad};
import package::stages::{apply_stages, stages};

const COPY = 1u;
const REPEAT = 2u;
const MIRROR = 3u;

@compute @workgroup_size(16, 16)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let quad = quad_of(id);
  if (quad == NONE) {
    return;
  }
  var colors: array<vec4f, 4>;
  for (var i = 0u; i < 4u; i++) {
    colors[i] = apply_stages(color_of(quad * 4u + i));
  }
  store_quad(quad, colors);
}

fn color_of(pixel: u32) -> vec4f {
  let y = pixel / frame.width;
  // The last quad may reach behind the picture; what it finds there is never read.
  if (y >= frame.height) {
    return vec4f();
  }
  let x = pixel - y * frame.width;
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

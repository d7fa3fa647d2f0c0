// Upsamples a component to the picture's resolution, exactly like libjpeg-turbo (jdsample.c): components of half
// resolution by fancy upsampling, others by repetition.
import package::codecs::jpeg::decode::header::{header};

/// As in idct.wgsl.
@group(0) @binding(5) var<storage, read_write> planes: array<u32>;

fn load_sample(component: u32, x: u32, y: u32) -> i32 {
  let own = header.components[component];
  let column = min(x, own.last_x);
  let row = min(y, own.last_y);
  // A word holds four samples of a row, or a block of up to 2 x 2. Sizes are powers of two.
  let across = min(own.side >> 1u, 2u);
  let down = select(0u, across, own.side < 4u);
  let word = planes[own.plane + (row >> down) * own.stride + (column >> across)];
  let place = ((row & ((1u << down) - 1u)) << across) + (column & ((1u << across) - 1u));
  return i32((word >> (8u * place)) & 255u);
}

/// At half resolution: the neighbour of sample `at` that is closer to the picture's sample `whole`.
fn neighbour(whole: u32, at: u32) -> u32 {
  return select(max(at, 1u) - 1u, at + 1u, whole % 2u == 1u);
}

/// One sample.
fn sample_at(component: u32, x: u32, y: u32) -> i32 {
  let own = header.components[component];
  let column = x / own.expand_x;
  let row = y / own.expand_y;
  let near = load_sample(component, column, row);
  if (own.fancy == 0u) {
    return near;
  }
  let aside = neighbour(x, column);
  let above = neighbour(y, row);
  if (own.expand_y == 1u) {
    return (3 * near + load_sample(component, aside, row) + 1 + i32(x % 2u)) >> 2u;
  }
  let sum = 3 * near + load_sample(component, column, above);
  if (own.expand_x == 1u) {
    return (sum + 1 + i32(y % 2u)) >> 2u;
  }
  let sum_aside = 3 * load_sample(component, aside, row) + load_sample(component, aside, above);
  return (3 * sum + sum_aside + 8 - i32(x % 2u)) >> 4u;
}

/// The sample at `x`, one before and two after it. Samples at the edges repeat.
fn load_four(component: u32, x: u32, y: u32) -> vec4i {
  let own = header.components[component];
  if (x == 0u || x + 2u > own.last_x || own.side < 4u) {
    let first = load_sample(component, max(x, 1u) - 1u, y);
    let last = vec2i(load_sample(component, x + 1u, y), load_sample(component, x + 2u, y));
    return vec4i(first, load_sample(component, x, y), last);
  }
  let row = own.plane + min(y, own.last_y) * own.stride;
  let low = planes[row + (x - 1u) / 4u];
  let high = planes[row + (x + 2u) / 4u];
  // A shift by 32 would be one by 0.
  let shift = (x - 1u) % 4u * 8u;
  let word = select((low >> shift) | ((high << 1u) << (31u - shift)), low, shift == 0u);
  return vec4i((vec4u(word) >> vec4u(0u, 8u, 16u, 24u)) & vec4u(255u));
}

/// Whether `four_at` supports this component's upsampling.
fn is_plain(component: u32) -> bool {
  let own = header.components[component];
  return own.expand_x * own.expand_y == 1u || (own.fancy == 1u && own.expand_x <= 2u);
}

/// Four neighbouring samples of a row, for a component that `is_plain`.
fn four_at(component: u32, x: u32, y: u32) -> vec4i {
  let own = header.components[component];
  // At half resolution, the four samples around the position: for an even column one before it and two after.
  let halved = own.expand_x == 2u;
  let column = select(x + 1u, (x + 1u) / 2u, halved);
  let row = y / own.expand_y;
  var sums = load_four(component, column, row);
  if (own.expand_y == 2u) {
    sums = 3 * sums + load_four(component, column, neighbour(y, row));
    if (!halved) {
      return (sums + 1 + i32(y % 2u)) >> vec4u(2u);
    }
  }
  if (!halved) {
    return sums;
  }
  let odd = x % 2u == 1u;
  let bias = select(vec4i(1, 2, 1, 2), vec4i(8, 7, 8, 7), own.expand_y == 2u);
  let near = select(sums.yyzz, sums.xyyz, odd);
  let aside = select(sums.xzyw, sums.yxzy, odd);
  return (3 * near + aside + select(bias, bias.yxyx, odd)) >> vec4u(select(2u, 4u, own.expand_y == 2u));
}

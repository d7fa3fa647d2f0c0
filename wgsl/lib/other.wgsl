// The further picture of a pass. `other_*` are the pixel type and the channels that the linker chose for it.
import package::other_pixel::{Group as OtherGroup, WHITE as OTHER_WHITE, decode as decode_other};
import package::other_channels::CHANNELS as OTHER_CHANNELS;

@group(0) @binding(6) var<storage, read> other: array<OtherGroup>;

/// Reads the colour of one of its pixels, with 1 as white: gray in all three, opaque without alpha.
fn load_other(pixel: u32) -> vec4f {
  let first = pixel * OTHER_CHANNELS;
  let red = other_sample(first);
  if (OTHER_CHANNELS == 1u) {
    return vec4f(vec3f(red), 1.0);
  }
  let second = other_sample(first + 1u);
  if (OTHER_CHANNELS == 2u) {
    return vec4f(vec3f(red), second);
  }
  let blue = other_sample(first + 2u);
  if (OTHER_CHANNELS == 3u) {
    return vec4f(red, second, blue, 1.0);
  }
  return vec4f(red, second, blue, other_sample(first + 3u));
}

/// Reads one of its samples, with 1 as white.
fn other_sample(index: u32) -> f32 {
  return decode_other(other[index / 4u])[index % 4u] / OTHER_WHITE;
}

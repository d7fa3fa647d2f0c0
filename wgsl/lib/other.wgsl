// Reads a pass's further picture. The linker chooses the modules `other_pixel` and `other_channels`.
import package::other_pixel::{Group as OtherGroup, WHITE as OTHER_WHITE, decode as decode_other};
import package::other_channels::CHANNELS as OTHER_CHANNELS;

@group(0) @binding(6) var<storage, read> other: array<OtherGroup>;

/// The colour of a pixel, with white as 1. Gray fills all three channels; without alpha it is opaque.
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

/// One sample, with white as 1.
fn other_sample(index: u32) -> f32 {
  return decode_other(other[index / 4u])[index % 4u] / OTHER_WHITE;
}

import package::lib::picture::{frame, load_color};
import package::lib::premultiplied::premultiplied;
import package::source_channels::CHANNELS as SOURCE_CHANNELS;
import package::stages::stages;

/// As in src/kernels/similar/neighbourhood-filter.ts: every sample of pixels that are like no others.
const BEYOND = 1e15;

const SAMPLES = SOURCE_CHANNELS;

/// The premultiplied samples of a pixel, as many as it has channels, and zeros behind.
fn load_similar(place: vec2i) -> vec4f {
  let color = premultiplied(load_color(u32(place.y) * frame.width + u32(place.x)), stages.entry.white);
  // NaN and infinities have the largest exponents.
  let bits = bitcast<vec4u>(color) & vec4u(0x7fffffffu);
  let usual = all(bits < vec4u(bitcast<u32>(BEYOND)));
  let marked = select(vec4f(BEYOND), color, usual);
  if (SOURCE_CHANNELS == 1u) {
    return vec4f(marked.x, vec3f());
  }
  if (SOURCE_CHANNELS == 2u) {
    return vec4f(marked.x, marked.w, 0.0, 0.0);
  }
  return select(vec4f(marked.xyz, 0.0), marked, SOURCE_CHANNELS == 4u);
}

// Pixel type u16.
import package::lib::number::is_nan;

/// Four neighbouring samples as they lie in memory: two per word, the first lower.
alias Group = vec2u;

const WHITE = 65535.0;

fn decode(group: Group) -> vec4f {
  let low = group & vec2u(0xffffu);
  let high = group >> vec2u(16u);
  return vec4f(vec4u(low.x, high.x, low.y, high.y));
}

/// Packs samples that `quantize` has rounded.
fn encode(samples: vec4f) -> Group {
  let words = vec4u(samples);
  return words.xz | (words.yw << vec2u(16u));
}

/// Rounds to the nearest level in 0..WHITE, halves up; NaN becomes 0.
fn quantize(samples: vec4f) -> vec4f {
  let rounded = floor(clamp(samples, vec4f(), vec4f(WHITE)) + 0.5);
  return select(rounded, vec4f(), is_nan(samples));
}

// Pixel type u8.
import package::lib::number::is_nan;

/// Four neighbouring samples as they lie in memory: four bytes, the first lowest.
alias Group = u32;

const WHITE = 255.0;

fn decode(group: Group) -> vec4f {
  return vec4f(unpack4xU8(group));
}

/// Packs samples that `quantize` has rounded.
fn encode(samples: vec4f) -> Group {
  return pack4xU8(vec4u(samples));
}

/// Rounds to the nearest level in 0..WHITE, halves up; NaN becomes 0.
fn quantize(samples: vec4f) -> vec4f {
  let rounded = floor(clamp(samples, vec4f(), vec4f(WHITE)) + 0.5);
  return select(rounded, vec4f(), is_nan(samples));
}

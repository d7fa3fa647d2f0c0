// Pixel type f32.

/// Four neighbouring samples as they lie in memory.
alias Group = vec4f;

const WHITE = 1.0;

fn decode(group: Group) -> vec4f {
  return group;
}

fn encode(samples: vec4f) -> Group {
  return samples;
}

/// Floats keep their value.
fn quantize(samples: vec4f) -> vec4f {
  return samples;
}

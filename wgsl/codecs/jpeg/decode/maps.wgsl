// Composition of the maps of follow.wgsl (16 numbers of four bits), as the sum of a prefix sum.
alias Summand = vec2u;

const IDENTITY = vec2u(0x76543210u, 0xfedcba98u);
const ZERO = IDENTITY;

fn plus(first: vec2u, second: vec2u) -> vec2u {
  return join(first, second);
}

fn apply(map: vec2u, number: u32) -> u32 {
  return (select(map.x, map.y, number > 7u) >> (number % 8u * 4u)) & 15u;
}

/// Composes two maps: first `first`, then `second`.
fn join(first: vec2u, second: vec2u) -> vec2u {
  var result = vec2u();
  for (var i = 0u; i < 8u; i++) {
    let low = apply(second, apply(first, i));
    let high = apply(second, apply(first, i + 8u));
    result |= vec2u(low, high) << vec2u(4u * i);
  }
  return result;
}

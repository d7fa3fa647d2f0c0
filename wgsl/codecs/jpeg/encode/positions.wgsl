// Positions of blocks in the bit stream, as the sum of a prefix sum. A run of blocks moves the position by its
// bits; where a segment starts inside, the position is rounded up to a byte. Two such moves compose to one: `head`
// is the bits before the first segment start, `tail` the bits from there on. A run without a segment start has no
// tail.
import package::codecs::jpeg::encode::frame::{frame};

/// The type that prefix sums add.
alias Summand = vec2u;

const NO_TAIL = 0xffffffffu;
const STAYS = vec2u(0u, NO_TAIL);
const ZERO = STAYS;

fn begins_segment(block: u32) -> bool {
  return block > 0u && block % frame.segment_blocks == 0u;
}

fn whole_bytes(bits: u32) -> u32 {
  return (bits + 7u) & 0xfffffff8u;
}

fn move_of(block: u32, bits: u32) -> vec2u {
  return select(vec2u(bits, NO_TAIL), vec2u(0u, bits), begins_segment(block));
}

/// The position after a move.
fn moved(position: u32, by: vec2u) -> u32 {
  return select(whole_bytes(position + by.x) + by.y, position + by.x, by.y == NO_TAIL);
}

/// Composes two moves.
fn plus(first: vec2u, second: vec2u) -> vec2u {
  if (first.y == NO_TAIL) {
    return vec2u(first.x + second.x, second.y);
  }
  return vec2u(first.x, moved(first.y, second));
}

// Finds where each group of blocks starts: a prefix sum over the groups, in one workgroup.
import package::codecs::jpeg::encode::frame::{GROUP, frame};
import package::codecs::jpeg::encode::positions::{STAYS, moved, plus, whole_bytes};
import package::lib::prefix_sum::workgroup::{prefix_sum, sum_before, sum_of_all};

@group(0) @binding(6) var<storage, read> groups: array<vec2u>;
/// Start of each group, before its first segment is rounded up to a byte; then the end of the last group.
@group(0) @binding(7) var<storage, read_write> starts: array<u32>;
@group(0) @binding(8) var<storage, read_write> packed: array<u32>;

@compute @workgroup_size(16, 16)
fn main(@builtin(local_invocation_index) lane: u32) {
  let count = (frame.blocks + GROUP - 1u) / GROUP;
  let share = (count + 255u) / 256u;
  let first = min(lane * share, count);
  let end = min(first + share, count);
  var own = STAYS;
  for (var i = first; i < end; i++) {
    own = plus(own, groups[i]);
  }
  prefix_sum(lane, own);
  var position = moved(0u, sum_before(lane));
  for (var i = first; i < end; i++) {
    set_start(i, position);
    position = moved(position, groups[i]);
  }
  if (lane == 0u) {
    set_start(count, whole_bytes(moved(0u, sum_of_all())));
  }
}

/// Clears the word where two groups meet, because both add bits to it.
fn set_start(index: u32, bit: u32) {
  starts[index] = bit;
  if (bit / 32u < arrayLength(&packed)) {
    packed[bit / 32u] = 0u;
  }
}

// Measures the coded length of each block in bits, with prefix sums within workgroups.
import package::codecs::jpeg::encode::blocks::emit_block;
import package::codecs::jpeg::encode::frame::{GROUP, frame};
import package::codecs::jpeg::encode::positions::{STAYS, move_of};
import package::lib::dispatch::group_number;
import package::lib::prefix_sum::workgroup::{prefix_sum, sum_before, sum_of_all};
import package::sink::total;

/// By block: how the preceding blocks of its group move the position.
@group(0) @binding(5) var<storage, read_write> places: array<vec2u>;
/// By group of blocks: how it moves the position.
@group(0) @binding(6) var<storage, read_write> groups: array<vec2u>;

@compute @workgroup_size(16, 16)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) dispatched: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let index = group_number(group, dispatched);
  let block = index * GROUP + lane;
  var own = STAYS;
  if (block < frame.blocks) {
    emit_block(block);
    own = move_of(block, total);
  }
  prefix_sum(lane, own);
  if (block < frame.blocks) {
    places[block] = sum_before(lane);
  }
  if (lane == 0u && index * GROUP < frame.blocks) {
    groups[index] = sum_of_all();
  }
}

// Counts the symbols, for Huffman tables built for this picture.
import package::codecs::jpeg::encode::blocks::emit_block;
import package::codecs::jpeg::encode::frame::{GROUP, frame};
import package::lib::dispatch::group_number;
import package::sink::occurrences;

/// Zero at the start.
@group(0) @binding(12) var<storage, read_write> counts: array<atomic<u32>>;

@compute @workgroup_size(16, 16)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let block = group_number(group, groups) * GROUP + lane;
  if (block < frame.blocks) {
    emit_block(block);
  }
  workgroupBarrier();
  for (var i = lane; i < 544u; i += GROUP) {
    let count = atomicLoad(&occurrences[i]);
    if (count > 0u) {
      atomicAdd(&counts[i], count);
    }
  }
}

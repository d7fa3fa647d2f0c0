// Counts the bytes of each chunk after stuffing (ITU-T T.81 B.1.1.5).
import package::codecs::jpeg::encode::chunk::{CHUNK, SHARE, stream_bytes, surplus};
import package::lib::dispatch::group_number;
import package::lib::prefix_sum::workgroup::{prefix_sum, sum_of_all};

@group(0) @binding(9) var<storage, read_write> chunks: array<u32>;

@compute @workgroup_size(16, 16)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let index = group_number(group, groups);
  let bytes = stream_bytes();
  if (index >= (bytes + CHUNK - 1u) / CHUNK) {
    return;
  }
  prefix_sum(lane, surplus(index * CHUNK + lane * SHARE));
  if (lane == 0u) {
    chunks[index] = min(CHUNK, bytes - index * CHUNK) + sum_of_all();
  }
}

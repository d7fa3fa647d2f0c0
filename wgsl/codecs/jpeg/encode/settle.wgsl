// Finds where each chunk's stuffed bytes start, and their total: a prefix sum over the chunks, in one workgroup.
import package::codecs::jpeg::encode::chunk::{CHUNK, needed_bytes, stream_bytes};
import package::codecs::jpeg::encode::stuffed::{HEAD, stuffed};
import package::lib::prefix_sum::workgroup::{prefix_sum, sum_before, sum_of_all};

@group(0) @binding(9) var<storage, read> chunks: array<u32>;
@group(0) @binding(10) var<storage, read_write> chunk_starts: array<u32>;

@compute @workgroup_size(16, 16)
fn main(@builtin(local_invocation_index) lane: u32) {
  let count = (stream_bytes() + CHUNK - 1u) / CHUNK;
  let share = (count + 255u) / 256u;
  let first = min(lane * share, count);
  let end = min(first + share, count);
  var own = 0u;
  for (var i = first; i < end; i++) {
    own += chunks[i];
  }
  prefix_sum(lane, own);
  var position = sum_before(lane);
  for (var i = first; i < end; i++) {
    set_start(i, position);
    position += chunks[i];
  }
  if (lane == 0u) {
    set_start(count, sum_of_all());
    atomicStore(&stuffed[0], sum_of_all());
    atomicStore(&stuffed[1], needed_bytes());
  }
}

/// Clears the word where two chunks meet, because both add bytes to it.
fn set_start(index: u32, place: u32) {
  chunk_starts[index] = place;
  if (HEAD + place / 4u < arrayLength(&stuffed)) {
    atomicStore(&stuffed[HEAD + place / 4u], 0u);
  }
}

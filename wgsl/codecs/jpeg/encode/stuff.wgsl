// Writes the finished scan chunk by chunk: stuffs bytes (ITU-T T.81 B.1.1.5) and inserts restart markers.
import package::codecs::jpeg::encode::chunk::{
  CHUNK, SHARE, byte_at, segment_from, segment_start, stream_bytes, surplus
};
import package::codecs::jpeg::encode::stuffed::{HEAD, stuffed};
import package::lib::dispatch::group_number;
import package::lib::prefix_sum::workgroup::{prefix_sum, sum_before};

@group(0) @binding(10) var<storage, read> chunk_starts: array<u32>;

// Words for three times a chunk, and one to start within. A segment of one byte needs a marker, but no code is all
// ones; a segment of two bytes needs at most two zeros and a marker.
const WINDOW = 3073u;
var<workgroup> window: array<atomic<u32>, WINDOW>;

@compute @workgroup_size(16, 16)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let index = group_number(group, groups);
  let bytes = stream_bytes();
  let count = (bytes + CHUNK - 1u) / CHUNK;
  if (index >= count || chunk_starts[count] > 4u * (arrayLength(&stuffed) - HEAD)) {
    return;
  }
  let place = index * CHUNK + lane * SHARE;
  prefix_sum(lane, surplus(place));
  let before = sum_before(lane) + lane * SHARE;
  let start = chunk_starts[index];
  let end = chunk_starts[index + 1u];
  write_bytes(place, min(place + SHARE, bytes), start % 4u + before);
  workgroupBarrier();
  let words = (end + 3u) / 4u - start / 4u;
  for (var i = lane; i < min(words, WINDOW); i += 256u) {
    store(start / 4u + i, atomicLoad(&window[i]), start, end);
  }
}

/// Writes stream bytes from `first` up to `end` with their stuffing, to byte `goal` of the window.
fn write_bytes(first: u32, end: u32, goal: u32) {
  var segment = segment_from(first);
  var next = segment_start(segment);
  var to = goal;
  for (var at = first; at < end; at++) {
    if (at == next) {
      write(to, 0xffu);
      write(to + 1u, 0xd0u + (segment - 1u) % 8u);
      to += 2u;
      segment++;
      next = segment_start(segment);
    }
    let byte = byte_at(at);
    write(to, byte);
    to += select(1u, 2u, byte == 0xffu);
  }
}

fn write(to: u32, byte: u32) {
  atomicOr(&window[min(to / 4u, WINDOW - 1u)], byte << (8u * (to % 4u)));
}

/// Adds only the chunk's bytes to a word that it shares with its neighbour. `settle` cleared the word.
fn store(word: u32, bytes: u32, start: u32, end: u32) {
  if (4u * word >= start && 4u * word + 4u <= end) {
    atomicStore(&stuffed[HEAD + word], bytes);
  } else {
    atomicOr(&stuffed[HEAD + word], bytes);
  }
}

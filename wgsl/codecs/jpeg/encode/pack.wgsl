// Writes the codes of a group of blocks to the stream.
import package::codecs::jpeg::encode::blocks::emit_block;
import package::codecs::jpeg::encode::frame::{GROUP, frame};
import package::codecs::jpeg::encode::positions::{begins_segment, moved, whole_bytes};
import package::lib::dispatch::group_number;
import package::sink::{WINDOW, begin, fill_byte, flush, window};

@group(0) @binding(5) var<storage, read> places: array<vec2u>;
@group(0) @binding(7) var<storage, read> starts: array<u32>;
/// The stream before byte stuffing: 32 bits per word, first bit highest.
@group(0) @binding(8) var<storage, read_write> packed: array<atomic<u32>>;

@compute @workgroup_size(16, 16)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) dispatched: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let index = group_number(group, dispatched);
  let count = (frame.blocks + GROUP - 1u) / GROUP;
  if (index >= count || starts[count] > 32u * arrayLength(&packed)) {
    return;
  }
  let start = starts[index];
  let end = starts[index + 1u];
  let words = (end + 31u) / 32u - start / 32u;
  let block = index * GROUP + lane;
  // One window suffices except for noise at the highest quality.
  for (var shown = 0u; shown < words; shown += WINDOW) {
    for (var i = lane; i < WINDOW; i += 256u) {
      atomicStore(&window[i], 0u);
    }
    workgroupBarrier();
    if (block < frame.blocks) {
      write_block(block, start, start / 32u + shown);
    }
    workgroupBarrier();
    for (var i = lane; i < min(WINDOW, words - shown); i += 256u) {
      store(start / 32u + shown + i, atomicLoad(&window[i]), start, end);
    }
    workgroupBarrier();
  }
}

fn write_block(block: u32, start: u32, first: u32) {
  var position = moved(start, places[block]);
  if (begins_segment(block)) {
    position = whole_bytes(position);
  }
  begin(position, first);
  emit_block(block);
  if (block + 1u == frame.blocks || begins_segment(block + 1u)) {
    fill_byte();
  }
  flush();
}

/// Adds only the group's bits to a word that it shares with its neighbour. `place` cleared the word.
fn store(word: u32, bits: u32, start: u32, end: u32) {
  if (32u * word >= start && 32u * word + 32u <= end) {
    atomicStore(&packed[word], bits);
  } else {
    atomicOr(&packed[word], bits);
  }
}

// Removes the zero bytes stuffed after 0xff (ITU-T T.81 B.1.1.5), and packs the bytes into words, first byte
// highest. For data of one segment; with restart markers the host does this.
import package::codecs::jpeg::decode::header::{DATA, FAULTS, MARKER_INSIDE, header, status};
import package::lib::dispatch::group_number;
import package::lib::prefix_sum::workgroup::{prefix_sum, sum_of_all};

/// By workgroup: the bytes that it keeps, later the sum of all before it. The buffer later holds symbols.
@group(0) @binding(3) var<storage, read_write> kept: array<u32>;
/// As in header.wgsl. Zero at the start.
@group(0) @binding(8) var<storage, read_write> words: array<atomic<u32>>;
/// The data, as in the file.
@group(0) @binding(9) var<storage, read> raw: array<u32>;

/// Bytes per invocation and per workgroup.
const OWN = 16u;
const TILE = 4096u;

/// The words of a workgroup. It may share the first and the last with its neighbours.
var<workgroup> tile: array<atomic<u32>, TILE / 4u + 1u>;

/// An invocation's bytes, and the byte before them.
struct Bytes {
  first: u32,
  count: u32,
  before: u32,
  words: vec4u,
}

fn load_bytes(group: u32, index: u32) -> Bytes {
  let first = group * TILE + index * OWN;
  var bytes = Bytes(first, clamp(header.raw, first, first + OWN) - first, 0u, vec4u());
  if (bytes.count > 0u) {
    let last = arrayLength(&raw) - 1u;
    for (var i = 0u; i < 4u; i++) {
      bytes.words[i] = raw[min(first / 4u + i, last)];
    }
    if (first > 0u) {
      bytes.before = raw[first / 4u - 1u] >> 24u;
    }
  }
  return bytes;
}

fn byte_at(bytes: Bytes, i: u32) -> u32 {
  return (bytes.words[i / 4u] >> (i % 4u * 8u)) & 255u;
}

@compute @workgroup_size(16, 16)
fn count(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) index: u32,
) {
  let number = group_number(group, groups);
  let bytes = load_bytes(number, index);
  var before = bytes.before;
  var stuffed = 0u;
  var is_marked = false;
  for (var i = 0u; i < bytes.count; i++) {
    let byte = byte_at(bytes, i);
    stuffed += select(0u, 1u, before == 255u && byte == 0u);
    is_marked = is_marked || (before == 255u && byte != 0u);
    before = byte;
  }
  // The data are followed by a marker.
  let is_last = bytes.count > 0u && bytes.first + bytes.count == header.raw;
  if (is_marked || (is_last && before == 255u)) {
    atomicOr(&status[FAULTS], MARKER_INSIDE);
  }
  let through = prefix_sum(index, bytes.count - stuffed);
  if (index == 255u && number * TILE < header.raw) {
    kept[number] = through;
  }
}

/// Appends an invocation's kept bytes to the workgroup's words, from byte `place` on.
fn gather(bytes: Bytes, place: u32) {
  var before = bytes.before;
  var to = place;
  var word = 0u;
  for (var i = 0u; i < bytes.count; i++) {
    let byte = byte_at(bytes, i);
    if (before != 255u || byte != 0u) {
      word |= byte << (24u - to % 4u * 8u);
      if (to % 4u == 3u) {
        atomicOr(&tile[to / 4u], word);
        word = 0u;
      }
      to++;
    }
    before = byte;
  }
  if (word != 0u) {
    atomicOr(&tile[to / 4u], word);
  }
}

@compute @workgroup_size(16, 16)
fn unstuff(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) index: u32,
) {
  let number = group_number(group, groups);
  let bytes = load_bytes(number, index);
  var stuffed = 0u;
  var before = bytes.before;
  for (var i = 0u; i < bytes.count; i++) {
    let byte = byte_at(bytes, i);
    stuffed += select(0u, 1u, before == 255u && byte == 0u);
    before = byte;
  }
  let own = bytes.count - stuffed;
  for (var i = index; i < TILE / 4u + 1u; i += 256u) {
    atomicStore(&tile[i], 0u);
  }
  let through = prefix_sum(index, own);
  let total = sum_of_all();
  if (number * TILE >= header.raw) {
    return;
  }
  let start = kept[number];
  gather(bytes, start % 4u + through - own);
  workgroupBarrier();
  let count = (start % 4u + total + 3u) / 4u;
  for (var i = index; i < count; i += 256u) {
    let word = atomicLoad(&tile[i]);
    let to = min(DATA + start / 4u + i, header.last_word);
    if (i == 0u || i + 1u == count) {
      atomicOr(&words[to], word);
    } else {
      atomicStore(&words[to], word);
    }
  }
  if (index == 0u && (number + 1u) * TILE >= header.raw) {
    atomicStore(&words[0], 8u * (start + total));
  }
}

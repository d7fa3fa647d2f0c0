// Goes from the first subsequence of each segment through the maps of follow.wgsl, and so finds out which candidate
// is right. Maps can be joined before it is known where they are entered: one workgroup works stretches
// side by side, joins those, and goes through each once more (Mytkowicz, Musuvathi and Schulte, 2014).
import package::codecs::jpeg::decode::header::{NONE, header, is_used, load_segment};
import package::codecs::jpeg::decode::unsettled::{is_unsettled};

/// As in sync.wgsl; gets the states in which subsequences begin.
@group(0) @binding(2) var<storage, read_write> states: array<u32>;
/// As in candidates.wgsl.
@group(0) @binding(3) var<storage, read_write> candidates: array<u32>;

const SLOTS = 16u;
const IDENTITY = vec2u(0x76543210u, 0xfedcba98u);

var<workgroup> joined: array<vec2u, 256>;

fn load_map(subsequence: u32) -> vec2u {
  let at = header.subsequences * SLOTS + 2u * subsequence;
  return vec2u(candidates[at], candidates[at + 1u]);
}

fn apply(map: vec2u, number: u32) -> u32 {
  return (select(map.x, map.y, number > 7u) >> (number % 8u * 4u)) & 15u;
}

/// The map that is one after the other.
fn join(first: vec2u, second: vec2u) -> vec2u {
  var result = vec2u();
  for (var i = 0u; i < 8u; i++) {
    let low = apply(second, apply(first, i));
    let high = apply(second, apply(first, i + 8u));
    result |= vec2u(low, high) << vec2u(4u * i);
  }
  return result;
}

/// What maps up to this invocation's make together (Hillis and Steele, 1986).
fn join_up(index: u32, map: vec2u) {
  joined[index] = map;
  for (var step = 1u; step < 256u; step *= 2u) {
    workgroupBarrier();
    let before = joined[max(index, step) - step];
    workgroupBarrier();
    if (index >= step) {
      joined[index] = join(before, joined[index]);
    }
  }
  workgroupBarrier();
}

@compute @workgroup_size(16, 16)
fn main(@builtin(local_invocation_index) index: u32) {
  if (!is_unsettled(index)) {
    return;
  }
  let length = (header.subsequences + 255u) / 256u;
  let begin = min(index * length, header.subsequences);
  let end = min(begin + length, header.subsequences);
  var map = IDENTITY;
  for (var i = begin; i < end; i++) {
    map = join(map, load_map(i));
  }
  join_up(index, map);
  var number = apply(joined[max(index, 1u) - 1u], 0u);
  for (var i = begin; i < end; i++) {
    if (!is_used(i)) {
      continue;
    }
    if (load_segment(i).first == i) {
      number = 0u;
    }
    let chosen = candidates[i * SLOTS + number];
    // Where the trail is lost, the proof will fail; any state does.
    states[i] = select(chosen, candidates[i * SLOTS], chosen == NONE);
    number = apply(load_map(i), number);
  }
}

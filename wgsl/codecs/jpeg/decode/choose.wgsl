// Finds the right candidate of each subsequence: follows the maps of follow.wgsl from the start of each segment.
// Maps can be composed before their input is known, so one workgroup composes stretches in parallel, then applies
// them (T. Mytkowicz, M. Musuvathi and W. Schulte, "Data-Parallel Finite-State Machines", ASPLOS 2014).
import package::codecs::jpeg::decode::header::{NONE, header, is_used, load_segment};
import package::codecs::jpeg::decode::maps::{IDENTITY, apply, join};
import package::codecs::jpeg::decode::unsettled::{is_unsettled};
import package::lib::prefix_sum::workgroup::{prefix_sum, sum_before};

/// As in sync.wgsl. Receives the states in which subsequences start.
@group(0) @binding(2) var<storage, read_write> states: array<u32>;
/// As in candidates.wgsl.
@group(0) @binding(3) var<storage, read_write> candidates: array<u32>;

const SLOTS = 16u;

fn load_map(subsequence: u32) -> vec2u {
  let at = header.subsequences * SLOTS + 2u * subsequence;
  return vec2u(candidates[at], candidates[at + 1u]);
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
  prefix_sum(index, map);
  var number = apply(sum_before(index), 0u);
  for (var i = begin; i < end; i++) {
    if (!is_used(i)) {
      continue;
    }
    if (load_segment(i).first == i) {
      number = 0u;
    }
    let chosen = candidates[i * SLOTS + number];
    // Without a candidate the proof will fail, so any state will do.
    states[i] = select(chosen, candidates[i * SLOTS], chosen == NONE);
    number = apply(load_map(i), number);
  }
}

// Maps each candidate of a subsequence to the candidate of the next one at which a decoder arrives: 16 numbers of
// four bits.
import package::codecs::jpeg::decode::header::{NONE, header, is_used, load_segment, scan_of};
import package::codecs::jpeg::decode::symbols::{load_tables};
import package::codecs::jpeg::decode::unsettled::{is_unsettled};
import package::codecs::jpeg::decode::walk::{decode};
import package::lib::dispatch::group_number;

/// As in candidates.wgsl.
@group(0) @binding(3) var<storage, read_write> candidates: array<u32>;

const SLOTS = 16u;

/// Stands for "no candidate".
const NOWHERE = 15u;

var<workgroup> arrivals: array<u32, 256>;

fn follow(subsequence: u32, slot: u32, units: u32) -> u32 {
  if (!is_used(subsequence) || !is_used(subsequence + 1u)) {
    return NOWHERE;
  }
  let start = candidates[subsequence * SLOTS + slot];
  if (start == NONE) {
    return NOWHERE;
  }
  let exit = decode(subsequence, load_segment(subsequence), units, start).exit;
  for (var i = 0u; i < NOWHERE; i++) {
    if (candidates[(subsequence + 1u) * SLOTS + i] == exit) {
      return i;
    }
  }
  return NOWHERE;
}

@compute @workgroup_size(16, 16)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) index: u32,
) {
  if (!is_unsettled(index)) {
    return;
  }
  let first = group_number(group, groups) * (256u / SLOTS);
  let scan = scan_of(first);
  load_tables(scan, index);
  let subsequence = first + index / SLOTS;
  let slot = index % SLOTS;
  arrivals[index] = follow(subsequence, slot, header.scans[scan].unit_count);
  workgroupBarrier();
  if (subsequence >= header.subsequences || slot > 1u) {
    return;
  }
  // A segment starts in one known state, whatever was assumed before.
  let begins = is_used(subsequence) && load_segment(subsequence).first == subsequence;
  var map = 0u;
  for (var i = 0u; i < 8u; i++) {
    let entered = select(slot * 8u + i, 0u, begins);
    map |= arrivals[index - slot + entered] << (4u * i);
  }
  candidates[header.subsequences * SLOTS + 2u * subsequence + slot] = map;
}

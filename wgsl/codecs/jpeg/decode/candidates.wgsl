// Finds the states in which a decoder may enter each subsequence, for pictures whose codes do not synchronise, such
// as all white. Their data repeat, so a wrong decoder stays wrong, but only few wrong states are possible. Decoders
// start two subsequences earlier, at any block of an MCU and some bits on; the states in which they arrive are the
// candidates. follow.wgsl connects them.
import package::codecs::jpeg::decode::header::{NONE, header, is_used, load_segment, scan_of};
import package::codecs::jpeg::decode::symbols::{Position, load_tables, pack_state};
import package::codecs::jpeg::decode::unsettled::{is_unsettled};
import package::codecs::jpeg::decode::walk::{decode};
import package::lib::dispatch::group_number;

/// As in sync.wgsl.
@group(0) @binding(2) var<storage, read_write> states: array<u32>;
/// By subsequence: its candidates, ended by `NONE`, then two words for follow.wgsl. The buffer later holds symbols.
@group(0) @binding(3) var<storage, read_write> candidates: array<u32>;

/// Candidates per subsequence. The last is always `NONE`.
const SLOTS = 16u;

/// Decoders that search for candidates of a subsequence.
const SCOUTS = 32u;

var<workgroup> found: array<u32, 256>;
var<workgroup> is_new: array<u32, 256>;

/// The state in which a scout enters a subsequence. Scout 0 gives the state that synchronisation found.
fn scout(subsequence: u32, number: u32, units: u32) -> u32 {
  if (!is_used(subsequence)) {
    return NONE;
  }
  let segment = load_segment(subsequence);
  if (subsequence == segment.first) {
    return select(NONE, 0u, number == 0u);
  }
  if (number == 0u) {
    return states[header.subsequences + subsequence - 1u];
  }
  if (subsequence - 1u == segment.first) {
    return NONE;
  }
  let start = pack_state((number - 1u) / units, Position((number - 1u) % units, 0u));
  let halfway = decode(subsequence - 2u, segment, units, start).exit;
  return decode(subsequence - 1u, segment, units, halfway).exit;
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
  let first = group_number(group, groups) * (256u / SCOUTS);
  let scan = scan_of(first);
  load_tables(scan, index);
  let number = index % SCOUTS;
  let subsequence = first + index / SCOUTS;
  found[index] = scout(subsequence, number, max(header.scans[scan].unit_count, 1u));
  workgroupBarrier();
  var fresh = found[index] != NONE;
  for (var i = index - number; i < index; i++) {
    fresh = fresh && found[i] != found[index];
  }
  is_new[index] = select(0u, 1u, fresh);
  workgroupBarrier();
  var rank = 0u;
  var count = 0u;
  for (var i = 0u; i < SCOUTS; i++) {
    let one = is_new[index - number + i];
    rank += select(0u, one, i < number);
    count += one;
  }
  if (subsequence >= header.subsequences) {
    return;
  }
  if (fresh && rank < SLOTS - 1u) {
    candidates[subsequence * SLOTS + rank] = found[index];
  }
  if (number < SLOTS && number >= min(count, SLOTS - 1u)) {
    candidates[subsequence * SLOTS + number] = NONE;
  }
}

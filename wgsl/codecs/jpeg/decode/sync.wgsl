// Finds the state in which each subsequence starts. All are decoded in parallel from a guess. A subsequence is
// decoded again when the one before turns out to end in another state, until nothing changes. Huffman codes
// synchronise by themselves, mostly within one or two subsequences (A. Weissenberger and B. Schmidt, "Massively
// Parallel Huffman Decoding on GPUs", ICPP 2018).
import package::codecs::jpeg::decode::header::{
  OWNED, Segment, UNSETTLED, header, is_used, load_segment, scan_of, status
};
import package::codecs::jpeg::decode::symbols::{load_tables};
import package::codecs::jpeg::decode::unsettled::{is_unsettled};
import package::codecs::jpeg::decode::walk::{Result, decode};
import package::lib::dispatch::group_number;

/// By subsequence: start state, end state, number of AC symbols, number of blocks begun.
@group(0) @binding(2) var<storage, read_write> states: array<atomic<u32>>;

/// Preceding subsequences that a workgroup also decodes, to warm up.
const WARM_UP = 16u;

var<workgroup> exits: array<u32, 256>;
var<workgroup> changed: atomic<u32>;
var<workgroup> goes_on: u32;

/// An invocation's subsequence, and its results.
struct Work {
  subsequence: u32,
  owned: bool,
  used: bool,
  /// Whether the start state is certain: the subsequence is a segment's first.
  known: bool,
  segment: Segment,
  units: u32,
  entry: u32,
  result: Result,
}

fn begin(group: vec3u, groups: vec3u, index: u32) -> Work {
  let first = group_number(group, groups) * OWNED;
  let scan = scan_of(first);
  var work = Work();
  work.subsequence = max(first + index, WARM_UP) - WARM_UP;
  work.owned = index >= WARM_UP && work.subsequence < header.subsequences;
  let inside = first + index >= header.scans[scan].first + WARM_UP;
  work.used = inside && is_used(work.subsequence);
  if (work.used) {
    work.segment = load_segment(work.subsequence);
  }
  work.known = work.segment.first == work.subsequence;
  work.units = header.scans[scan].unit_count;
  work.entry = select(header.guess, 0u, work.known);
  return work;
}

/// Passes end states on until nothing changes. `exits` holds the current ones.
fn settle(start: Work, index: u32) -> Work {
  var work = start;
  for (var round = 0u; round < min(header.rounds, 256u); round++) {
    workgroupBarrier();
    let before = exits[max(index, 1u) - 1u];
    if (index == 0u) {
      atomicStore(&changed, 0u);
    }
    workgroupBarrier();
    if (work.used && !work.known && index > 0u && before != work.entry) {
      work.entry = before;
      work.result = decode(work.subsequence, work.segment, work.units, before);
      exits[index] = work.result.exit;
      atomicStore(&changed, 1u);
    }
    workgroupBarrier();
    if (index == 0u) {
      goes_on = atomicLoad(&changed);
    }
    if (workgroupUniformLoad(&goes_on) == 0u) {
      break;
    }
  }
  return work;
}

fn store(work: Work) {
  let count = header.subsequences;
  atomicStore(&states[work.subsequence], work.entry);
  atomicStore(&states[count + work.subsequence], work.result.exit);
  atomicStore(&states[2u * count + work.subsequence], work.result.symbols);
  atomicStore(&states[3u * count + work.subsequence], work.result.blocks);
}

@compute @workgroup_size(16, 16)
fn synchronise(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) index: u32,
) {
  var work = begin(group, groups, index);
  load_tables(scan_of(group_number(group, groups) * OWNED), index);
  if (work.used) {
    work.result = decode(work.subsequence, work.segment, work.units, work.entry);
  }
  exits[index] = work.result.exit;
  // The first one has no predecessor here, unless it starts a segment.
  work = settle(work, index);
  if (work.owned) {
    store(work);
  }
}

/// Repeats the decoding when a workgroup's first subsequence did not start in the state where its predecessor
/// ended. It may or may not see concurrent results of the previous workgroup. emit.wgsl proves whether that was
/// enough.
@compute @workgroup_size(16, 16)
fn repair(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) index: u32,
) {
  var work = begin(group, groups, index);
  let count = header.subsequences;
  // Of preceding subsequences only the last end state matters. They are not decoded again.
  work.used = work.used && work.owned;
  if (index == 0u) {
    goes_on = 0u;
  }
  if (work.subsequence < count) {
    exits[index] = atomicLoad(&states[count + work.subsequence]);
    work.entry = atomicLoad(&states[work.subsequence]);
    work.result.exit = exits[index];
    work.result.symbols = atomicLoad(&states[2u * count + work.subsequence]);
    work.result.blocks = atomicLoad(&states[3u * count + work.subsequence]);
  }
  workgroupBarrier();
  if (index == WARM_UP && work.used && !work.known && exits[WARM_UP - 1u] != work.entry) {
    goes_on = 1u;
  }
  if (workgroupUniformLoad(&goes_on) == 0u) {
    return;
  }
  load_tables(scan_of(group_number(group, groups) * OWNED), index);
  work = settle(work, index);
  if (work.owned && work.used) {
    store(work);
  }
}

/// Looks for subsequences that are still unsettled.
@compute @workgroup_size(16, 16)
fn check(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) index: u32,
) {
  let work = begin(group, groups, index);
  if (work.used && work.owned && !work.known) {
    let before = atomicLoad(&states[header.subsequences + work.subsequence - 1u]);
    if (atomicLoad(&states[work.subsequence]) != before) {
      atomicStore(&status[UNSETTLED], 1u);
    }
  }
}

/// Decodes once more, from the states that choose.wgsl found.
@compute @workgroup_size(16, 16)
fn finish(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) index: u32,
) {
  if (!is_unsettled(index)) {
    return;
  }
  var work = begin(group, groups, index);
  load_tables(scan_of(group_number(group, groups) * OWNED), index);
  if (work.used && work.owned) {
    work.entry = atomicLoad(&states[work.subsequence]);
    work.result = decode(work.subsequence, work.segment, work.units, work.entry);
    store(work);
  }
}

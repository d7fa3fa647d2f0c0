// Contrast limited adaptive histogram equalisation: clips the histogram of each window, and turns it into the window's
// curve by a prefix sum. A workgroup works one window at a time.
import package::lib::picture::frame;
import package::lib::prefix_sum::workgroup::{prefix_sum, sum_before, sum_of_all};
import package::stages::stages;

@group(0) @binding(5) var<storage, read_write> ledger: array<u32>;

@compute @workgroup_size(16, 16)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) index: u32,
) {
  // Every band has such workgroups; all have been counted before the first.
  if (frame.first != 0u) {
    return;
  }
  let windows = stages.entry.columns * stages.entry.rows;
  for (var window = group.y * groups.x + group.x; window < windows; window += groups.x * groups.y) {
    let place = window * 256u + index;
    let count = ledger[place];
    prefix_sum(index, count);
    let all = sum_of_all();
    let up_to = prefix_sum(index, min(count, limit_of(all)));
    let kept = sum_of_all();
    let darkest = sum_before(1u);
    let share = f32(all - kept) / 256.0;
    let range = f32(kept - darkest) + 255.0 * share;
    let value = (f32(up_to - darkest) + f32(index) * share) / range;
    ledger[place] = bitcast<u32>(select(f32(index) / 255.0, value, range > 0.0));
  }
}

/// The most that a level may count: the slope times the mean, in parts since the product may not fit.
fn limit_of(all: u32) -> u32 {
  let slope = stages.entry.slope;
  let limit = all / 25600u * slope + all % 25600u * slope / 25600u;
  return select(max(limit, 1u), all, slope == 0u);
}

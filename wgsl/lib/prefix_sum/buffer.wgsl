// Prefix sums of any length, in place, modulo 2^32 (G. Blelloch, "Prefix Sums and Their Applications", 1990).
// `tiles` sums within tiles, one per workgroup; then `spine` sums the tiles' totals. The inclusive sum at an item
// is its stored value plus the one stored at its tile's total.
import package::lib::dispatch::group_number;
import package::lib::prefix_sum::workgroup::{prefix_sum, sum_of_all};

struct Range {
  /// First item, number of items, and where the tiles' totals are stored.
  first: u32,
  count: u32,
  totals: u32,
  tiles: u32,
}

@group(0) @binding(0) var<uniform> range: Range;
@group(0) @binding(1) var<storage, read_write> items: array<u32>;

const TILE = 4096u;
const OWN = 16u;

@compute @workgroup_size(16, 16)
fn tiles(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) index: u32,
) {
  let tile = group_number(group, groups);
  let begin = tile * TILE + index * OWN;
  let end = min(begin + OWN, range.count);
  var total = 0u;
  for (var i = begin; i < end; i++) {
    total += items[range.first + i];
  }
  let through = prefix_sum(index, total);
  var sum = through - total;
  for (var i = begin; i < end; i++) {
    sum += items[range.first + i];
    items[range.first + i] = sum;
  }
  if (index == 255u && tile < range.tiles) {
    items[range.totals + tile] = through;
  }
}

/// One workgroup. Replaces each tile's total by the sum of the tiles before it.
@compute @workgroup_size(16, 16)
fn spine(@builtin(local_invocation_index) index: u32) {
  var carry = 0u;
  for (var first = 0u; first < range.tiles; first += 256u) {
    let at = first + index;
    var total = 0u;
    if (at < range.tiles) {
      total = items[range.totals + at];
    }
    let through = prefix_sum(index, total);
    if (at < range.tiles) {
      items[range.totals + at] = carry + through - total;
    }
    carry += sum_of_all();
  }
}

// Prefix sums over any number of items in a buffer, in place and modulo 2^32: `tiles` sums up within tiles, one for
// each workgroup, then `spine` sums up their totals. The sum up to an item, with itself, is what stands there plus what
// stands at its tile's total.
import package::lib::prefix_sum::workgroup::{prefix_sum, sum_of_all};

struct Range {
  /// First item, how many there are, where the tiles' totals go.
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
  let tile = group.y * groups.x + group.x;
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

/// One workgroup: turns the tiles' own sums into the sums of those before them.
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

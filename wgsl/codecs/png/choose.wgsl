// Chooses the filter of each row: the one with the smallest sum of absolute values of signed bytes (PNG 3rd
// edition, section 12.7); on a tie, the lowest type. A workgroup takes four rows.
import package::codecs::png::filters::{AVERAGE, NONE, PAETH, SUB, UP, filtered};
import package::codecs::png::frame::frame;
import package::codecs::png::samples::{Near, near};
import package::lib::dispatch::group_number;

@group(0) @binding(2) var<storage, read_write> choices: array<u32>;

const LANES = 64u;
const ROWS = 4u;

/// Sums for none, sub, up and average, and for Paeth.
struct Sums {
  four: vec4u,
  paeth: u32,
}

var<workgroup> sums: array<Sums, 256>;

@compute @workgroup_size(64, 4)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_id) id: vec3u,
) {
  let row = group_number(group, groups) * ROWS + id.y;
  let slot = id.y * LANES + id.x;
  sums[slot] = sum_row(row, id.x);
  for (var half = LANES / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (id.x < half) {
      sums[slot].four += sums[slot + half].four;
      sums[slot].paeth += sums[slot + half].paeth;
    }
  }
  if (id.x == 0u && row < frame.height) {
    choices[row] = lowest(sums[slot], row % frame.band_rows == 0u);
  }
}

/// A lane's contribution to its row's sums: every 64th group of four bytes. A row has at most 2^25 bytes.
fn sum_row(row: u32, lane: u32) -> Sums {
  var own = Sums();
  let end = select(0u, frame.row_bytes, row < frame.height);
  for (var column = 4u * lane; column < end; column += 4u * LANES) {
    let bytes = near(row, column);
    let count = end - column;
    own.four += vec4u(
      absolute(NONE, bytes, count),
      absolute(SUB, bytes, count),
      absolute(UP, bytes, count),
      absolute(AVERAGE, bytes, count),
    );
    own.paeth += absolute(PAETH, bytes, count);
  }
  return own;
}

/// Sum over the first `count` of four bytes.
fn absolute(kind: u32, bytes: Near, count: u32) -> u32 {
  let value = filtered(kind, bytes);
  let sizes = min(value, vec4u(256u) - value);
  return dot(sizes, select(vec4u(0u), vec4u(1u), vec4u(0u, 1u, 2u, 3u) < vec4u(count)));
}

fn lowest(row: Sums, first: bool) -> u32 {
  var kind = NONE;
  var least = row.four[NONE];
  let last = select(PAETH, SUB, first);
  for (var candidate = SUB; candidate <= last; candidate++) {
    let sum = select(row.four[min(candidate, AVERAGE)], row.paeth, candidate == PAETH);
    if (sum < least) {
      kind = candidate;
      least = sum;
    }
  }
  return kind;
}

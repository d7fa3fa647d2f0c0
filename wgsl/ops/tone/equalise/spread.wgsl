// Histogram equalisation: one workgroup turns the counts of levels into the level that each becomes, by their
// prefix sum.
import package::lib::picture::{NONE, frame};
import package::lib::prefix_sum::workgroup::{prefix_sum, sum_of_all};
import package::lib::histogram::luma::LEVELS;
import package::source_pixel::WHITE;
import package::stages::stages;

@group(0) @binding(5) var<storage, read_write> ledger: array<u32>;

/// Samples at the lowest level that there is.
var<workgroup> lowest: u32;

/// Levels that an invocation works on.
const OWN = LEVELS / 256u;

@compute @workgroup_size(16, 16)
fn main(@builtin(local_invocation_index) index: u32) {
  // Every band has such a workgroup; all have been counted before the first.
  if (frame.first != 0u) {
    return;
  }
  for (var table = 0u; table < stages.entry.tables; table++) {
    let start = table * LEVELS + index * OWN;
    var own = 0u;
    for (var i = OWN; i > 0u; i--) {
      own += ledger[start + i - 1u];
    }
    var up_to = prefix_sum(index, own) - own;
    if (up_to == 0u && own > 0u) {
      lowest = first_count(start);
    }
    workgroupBarrier();
    let rest = sum_of_all() - lowest;
    for (var i = 0u; i < OWN; i++) {
      up_to += ledger[start + i];
      ledger[start + i] = select(spread(max(up_to, lowest) - lowest, rest), NONE, rest == 0u);
    }
  }
}

/// The first count from a place on that is not zero.
fn first_count(start: u32) -> u32 {
  for (var i = 0u; i < OWN; i++) {
    if (ledger[start + i] > 0u) {
      return ledger[start + i];
    }
  }
  return 0u;
}

/// `above / rest` of white: the bits of a float, or to the nearest level, halves up, by long division bit
/// by bit, since products may not fit 32 bits. White has ones only, one for each bit of a sample.
fn spread(above: u32, rest: u32) -> u32 {
  if (WHITE == 1.0) {
    return bitcast<u32>(f32(above) / f32(rest));
  }
  var quotient = 0u;
  var remainder = 0u;
  for (var bit = 1u; bit < LEVELS; bit *= 2u) {
    remainder = 2u * remainder + above;
    quotient = 2u * quotient + remainder / rest;
    remainder = remainder % rest;
  }
  return quotient + select(0u, 1u, 2u * remainder >= rest);
}

// One workgroup that finds the digit at either percentile, and after the last one the stretch.
import package::lib::lab::lab_root;
import package::lib::picture::frame;
import package::ops::tone::normalise::ledger::{BINS, BLACK, DIGIT, DIGITS, LARGEST, PREFIX, RANK, SCALE};
import package::stages::stages;

@group(0) @binding(5) var<storage, read_write> ledger: array<u32>;

var<workgroup> bins: array<u32, 256>;

@compute @workgroup_size(16, 16)
fn main(@builtin(local_invocation_index) index: u32) {
  // Every band has such a workgroup; all have been counted before the first.
  if (frame.first != 0u) {
    return;
  }
  bins[index] = ledger[BINS + index];
  // For the next digit.
  ledger[BINS + index] = 0u;
  workgroupBarrier();
  if (index != 0u) {
    return;
  }
  let lower = pick(0u, stages.entry.lower);
  let upper = pick(1u, stages.entry.upper);
  if (stages.entry.level == DIGITS - 1u) {
    let range = upper - lower;
    ledger[BLACK] = bitcast<u32>(lower);
    // Zero where nothing is to be stretched.
    ledger[SCALE] = bitcast<u32>(select(0.0, 100.0 / range, range > 1.0));
  }
}

/// Finds one more digit at a percentile; gives L of all that are known.
fn pick(side: u32, percentile: u32) -> f32 {
  var rest = ledger[RANK + side];
  if (stages.entry.level == 0u) {
    rest = rank(percentile);
  }
  let start = side * DIGIT;
  var digit = 0u;
  for (; digit < DIGIT - 1u && rest >= bins[start + digit]; digit++) {
    rest -= bins[start + digit];
  }
  let number = ledger[PREFIX + side] * DIGIT + digit;
  ledger[PREFIX + side] = number;
  ledger[RANK + side] = rest;
  let root = f32(number) / LARGEST;
  return 116.0 * lab_root(vec3f(root * root)).x - 16.0;
}

/// Pixels before the one at a percentile, of all that were counted. In parts: the product may not fit.
fn rank(percentile: u32) -> u32 {
  var all = 0u;
  for (var i = 0u; i < DIGIT; i++) {
    all += bins[i];
  }
  let before = all / 10000u * percentile + all % 10000u * percentile / 10000u;
  return min(before, max(all, 1u) - 1u);
}

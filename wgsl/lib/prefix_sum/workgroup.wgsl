// Prefix sums over the 256 invocations of a workgroup (W. Hillis and G. Steele, "Data Parallel Algorithms", 1986).
// The linker chooses the `summand` module: a type, its zero, and an associative `plus`.
import package::summand::{Summand, ZERO, plus};

/// Inclusive sums of the last call of `prefix_sum`.
var<workgroup> sums: array<Summand, 256>;

/// The sum over all invocations up to and including this one. Call it from uniform control flow.
fn prefix_sum(index: u32, value: Summand) -> Summand {
  workgroupBarrier();
  sums[index] = value;
  for (var step = 1u; step < 256u; step *= 2u) {
    workgroupBarrier();
    let before = sums[max(index, step) - step];
    workgroupBarrier();
    if (index >= step) {
      sums[index] = plus(before, sums[index]);
    }
  }
  workgroupBarrier();
  return sums[index];
}

/// The sum over all invocations before one, after `prefix_sum`.
fn sum_before(index: u32) -> Summand {
  return select(sums[max(index, 1u) - 1u], ZERO, index == 0u);
}

/// The sum over all invocations, after `prefix_sum`.
fn sum_of_all() -> Summand {
  return sums[255];
}

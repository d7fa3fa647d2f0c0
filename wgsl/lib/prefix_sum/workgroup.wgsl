// Prefix sums over the 256 invocations of a workgroup (Hillis and Steele, "Data Parallel Algorithms", 1986). What a
// sum is the linker chooses: a `summand` module has a type, its zero, and an associative `plus`.
import package::summand::{Summand, ZERO, plus};

/// The sums up to each invocation that the last call of `prefix_sum` has found.
var<workgroup> sums: array<Summand, 256>;

/// The sum of the values of all invocations up to this one, with its own. The whole workgroup has to call it.
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

/// The sum of the values of all invocations before one, after `prefix_sum`.
fn sum_before(index: u32) -> Summand {
  return select(sums[max(index, 1u) - 1u], ZERO, index == 0u);
}

/// The sum of the values of all invocations, after `prefix_sum`.
fn sum_of_all() -> Summand {
  return sums[255];
}

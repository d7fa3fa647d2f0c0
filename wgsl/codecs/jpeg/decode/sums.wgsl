/// The sums that the last call of `sum_up` has found.
var<workgroup> sums: array<u32, 256>;

/// The sum of the values of all invocations up to this one (Hillis and Steele, 1986).
fn sum_up(index: u32, value: u32) -> u32 {
  workgroupBarrier();
  sums[index] = value;
  for (var step = 1u; step < 256u; step *= 2u) {
    workgroupBarrier();
    let before = select(0u, sums[max(index, step) - step], index >= step);
    workgroupBarrier();
    sums[index] += before;
  }
  workgroupBarrier();
  return sums[index];
}

/// The sum of the values of all invocations, after `sum_up`.
fn sum_of_all() -> u32 {
  return sums[255];
}

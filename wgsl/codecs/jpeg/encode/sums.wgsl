var<workgroup> sums: array<u32, 256>;

/// The sum of the numbers of the lanes before this one, and of all.
fn sum_before(lane: u32, own: u32) -> vec2u {
  sums[lane] = own;
  for (var distance = 1u; distance < 256u; distance *= 2u) {
    workgroupBarrier();
    let more = select(0u, sums[max(lane, distance) - distance], lane >= distance);
    workgroupBarrier();
    sums[lane] += more;
  }
  workgroupBarrier();
  return vec2u(sums[lane] - own, sums[255]);
}

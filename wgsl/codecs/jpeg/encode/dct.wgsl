/// Forward DCT of eight values, times the square root of 8, with 13 fractional bits: C. Loeffler, A. Ligtenberg and
/// G. Moschytz (ICASSP 1989), with the constants of libjpeg's `islow`, so that coefficients are equal.
fn forward_dct(d: array<i32, 8>) -> array<i32, 8> {
  let sum_07 = d[0] + d[7];
  let sum_16 = d[1] + d[6];
  let sum_25 = d[2] + d[5];
  let sum_34 = d[3] + d[4];
  let even_0 = sum_07 + sum_34;
  let even_1 = sum_16 + sum_25;
  let even_2 = sum_16 - sum_25;
  let even_3 = sum_07 - sum_34;
  let turned = (even_2 + even_3) * 4433;

  let odd_0 = d[3] - d[4];
  let odd_1 = d[2] - d[5];
  let odd_2 = d[1] - d[6];
  let odd_3 = d[0] - d[7];
  let both = (odd_0 + odd_2 + odd_1 + odd_3) * 9633;
  let z1 = (odd_0 + odd_3) * -7373;
  let z2 = (odd_1 + odd_2) * -20995;
  let z3 = (odd_0 + odd_2) * -16069 + both;
  let z4 = (odd_1 + odd_3) * -3196 + both;

  return array<i32, 8>(
    (even_0 + even_1) << 13u,
    odd_3 * 12299 + z1 + z4,
    turned + even_3 * 6270,
    odd_2 * 25172 + z2 + z3,
    (even_0 - even_1) << 13u,
    odd_1 * 16819 + z2 + z4,
    turned - even_2 * 15137,
    odd_0 * 2446 + z1 + z3,
  );
}

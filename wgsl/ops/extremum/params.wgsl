struct Params {
  /// Pixels on each side of the middle one.
  reach: u32,
  /// 1 for the largest value, -1 for the smallest.
  sign: f32,
}

struct Params {
  /// Pixels on each side of the middle one.
  radius: u32,
  /// 1 down the columns, 0 along the rows.
  down: u32,
}

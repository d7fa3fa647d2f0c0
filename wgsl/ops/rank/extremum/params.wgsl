struct Params {
  /// Pixels on each side of the middle one.
  reach: u32,
  /// 1 for the largest value, -1 for the smallest.
  sign: f32,
  /// Columns of the source.
  width: u32,
  /// Keys of a line of the tile, in the direction of the pass: a power of two.
  line: u32,
  /// Pixels of a line that have their whole window in it.
  inner: u32,
}

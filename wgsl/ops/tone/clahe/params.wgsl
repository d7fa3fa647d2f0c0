struct Params {
  /// Windows across and down.
  columns: u32,
  rows: u32,
  /// The steepest slope, in hundredths; 0 for any.
  slope: u32,
}

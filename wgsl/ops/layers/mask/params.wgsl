struct Params {
  /// Weights of each column and of each row, in the table as `stretched_other` reads it.
  taps: vec2u,
  /// Columns and rows of the mask.
  extent: vec2u,
  /// 1 where the mask's alpha counts, 0 for its brightness.
  from_alpha: u32,
  invert: u32,
}

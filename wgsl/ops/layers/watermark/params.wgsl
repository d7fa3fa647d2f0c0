struct Params {
  /// Column and row at which the mark begins.
  place: vec2i,
  /// Columns and rows of the mark as it is laid on.
  extent: vec2i,
  /// Columns and rows after which it is there again; 0 where it is not.
  period: vec2i,
  /// Columns and rows that the mark has itself.
  mark: vec2u,
  /// Weights of each column and of each row, in the table.
  taps: vec2u,
  /// Factor of the mark's alpha.
  opacity: f32,
}

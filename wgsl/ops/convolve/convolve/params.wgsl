struct Params {
  /// Columns and rows of the kernel. The table has its weights, or those of its row or column.
  size: vec2u,
  /// What colours are multiplied by where alpha is mixed.
  gain: f32,
  /// Added to colours.
  offset: f32,
  /// 0 where there is none, 1 where it is mixed, 2 where it stays.
  alpha: u32,
  /// Full intensity of the picture.
  white: f32,
}

struct Params {
  /// Columns and rows of the picture.
  extent: vec2u,
  /// Columns and rows of a block.
  size: u32,
  /// 1 where colours count as much as they are opaque.
  by_alpha: u32,
}

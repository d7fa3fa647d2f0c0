struct Params {
  /// Colour around the picture.
  background: vec4f,
  /// Columns and rows of the source.
  extent: vec2i,
  /// 1 where colours count as much as they are opaque.
  by_alpha: u32,
}

struct Params {
  /// Column and row at which the overlay begins.
  place: vec2i,
  /// Columns and rows of the overlay.
  extent: vec2i,
  /// Columns and rows after which it is there again; 0 where it is not.
  period: vec2i,
  /// Number of the mode, as in `BLEND_MODES`.
  mode: u32,
  /// Factor of the overlay's alpha.
  opacity: f32,
  /// 1 where the overlay's colours have been multiplied by its alpha.
  premultiplied: u32,
  /// 1 where light is mixed.
  linear: u32,
}

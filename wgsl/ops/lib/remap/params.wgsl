struct Params {
  /// Column and row of the source from which the goal's first pixel comes.
  origin: vec2i,
  /// Step through the source for one pixel to the right, and for one down.
  across: vec2i,
  down: vec2i,
  /// Pixels in a row of the source.
  source_width: i32,
}

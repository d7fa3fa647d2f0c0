struct Params {
  /// Squares of gradients from which a pixel may be an edge, and is one.
  low: u32,
  high: u32,
  /// Full intensity of the result.
  white: f32,
}

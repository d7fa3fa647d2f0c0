struct Params {
  /// Colour around the picture, where nothing of the picture is continued.
  background: vec4f,
  /// Columns to the left of the picture, and rows above it.
  before: vec2i,
  /// Columns and rows of the picture.
  extent: vec2i,
  /// How the picture is continued, numbered as in `extendWith`.
  mode: u32,
}

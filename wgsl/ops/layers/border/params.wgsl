struct Params {
  /// Red, green, blue and alpha of the border, with 1 as white.
  color: vec4f,
  /// Column and row at which the border ends on the left and above.
  first: vec2i,
  /// Column and row at which it begins on the right and below.
  end: vec2i,
}

struct Params {
  /// Colour of what is cut off.
  background: vec4f,
  /// Radii in half pixels: top left, top right, bottom right, bottom left.
  radii: vec4i,
}

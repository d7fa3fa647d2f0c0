struct Params {
  /// What the squares of the gradient along x and along y count; where one is 0, it is not looked at.
  share: vec2f,
  /// Full intensity of the source.
  white: f32,
}

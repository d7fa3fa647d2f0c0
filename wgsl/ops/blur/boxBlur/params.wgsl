struct Params {
  /// Samples of the axis, and numbers stored for them in between.
  size: u32,
  stored: u32,
  radius: u32,
  /// 1 where the source is not fit to be mixed yet.
  raw: u32,
  /// 1 where colours count as much as they are opaque.
  by_alpha: u32,
  white: f32,
}

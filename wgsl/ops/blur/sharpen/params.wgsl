struct Params {
  /// Rows of the picture.
  height: u32,
  /// Pixels on each side of the middle one; the table has their weights.
  radius: u32,
  /// 1 where neighbours count as much as they are opaque.
  by_alpha: u32,
  /// 1 where there is one colour channel.
  gray: u32,
  /// 1 where colours are in CIELAB.
  lab: u32,
  /// Alpha from which on there is anything to compare with.
  faint: f32,
  white: f32,
  amount: f32,
  threshold: f32,
  m1: f32,
  m2: f32,
  x1: f32,
  y2: f32,
  y3: f32,
}

struct Params {
  /// Weights of each phase. The table has its first pixel, and its weights behind that.
  taps: u32,
  /// As in src/math/gaussian.ts, where they are explained.
  phases: u32,
  stride: u32,
  /// Last column or row of the source.
  last: i32,
  /// 1 where the source is not fit to be mixed yet.
  raw: u32,
  /// 1 where colours count as much as they are opaque.
  by_alpha: u32,
  white: f32,
}

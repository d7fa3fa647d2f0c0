struct Params {
  /// Which digits of luminance are counted: 0 for the first.
  level: u32,
  /// The two percentiles, in hundredths of a percent.
  lower: u32,
  upper: u32,
  white: f32,
}

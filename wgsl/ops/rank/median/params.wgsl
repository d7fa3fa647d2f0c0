struct Params {
  /// Pixels on each side of the middle one.
  reach: u32,
  /// Of the picture whose median is taken: its columns, its channels, the bits of a sample, full intensity.
  width: u32,
  channels: u32,
  bits: u32,
  white: f32,
  /// Columns of the picture of bit planes.
  stride: u32,
}

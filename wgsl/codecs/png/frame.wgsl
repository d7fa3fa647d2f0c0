// The picture's parameters, for all programs that filter rows. A buffer has the same name in each;
// src/backends/gpu/png/filtering.ts binds it by that name.

struct Frame {
  /// Bytes of a row's samples.
  row_bytes: u32,
  height: u32,
  /// Bytes of a pixel.
  step: u32,
  /// 1 for 16-bit samples, which are little-endian in memory and big-endian in PNG.
  deep: u32,
  /// Rows of a band. A band's first row does not use the row above, so that bands can be decoded independently.
  band_rows: u32,
  /// Bytes of all rows with their filter types.
  bytes: u32,
}

@group(0) @binding(0) var<uniform> frame: Frame;

// What every stage of the row filters knows of the picture. A buffer has the same name in all stages, by which
// src/backends/gpu/png/filtering.ts binds it.

struct Frame {
  /// Bytes of a row's samples.
  row_bytes: u32,
  height: u32,
  /// Bytes of a pixel.
  step: u32,
  /// 1 where samples have 16 bits, which lie with the low byte first and are stored the other way round.
  deep: u32,
  /// Rows of a band; the first of each looks at no row above, so that bands can be read by themselves.
  band_rows: u32,
  /// Bytes of all rows, each behind its filter type.
  bytes: u32,
}

@group(0) @binding(0) var<uniform> frame: Frame;

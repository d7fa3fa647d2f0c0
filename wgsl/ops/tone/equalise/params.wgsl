struct Params {
  /// Histograms: one of luma, or one for each colour channel.
  tables: u32,
  luma: u32,
}

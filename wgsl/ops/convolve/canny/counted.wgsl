struct Params {
  /// What makes 65536 levels of those that samples are counted by.
  widen: u32,
}

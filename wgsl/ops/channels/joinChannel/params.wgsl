struct Params {
  /// Channels that the picture has itself.
  own: u32,
}

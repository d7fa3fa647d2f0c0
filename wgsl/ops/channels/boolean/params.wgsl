struct Params {
  /// 0 for and, 1 for or, 2 for exclusive or.
  operation: u32,
}

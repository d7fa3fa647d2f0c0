struct Params {
  /// Colour around the picture.
  background: vec4f,
  /// Column and row of the goal where the picture begins, and its columns and rows there.
  place: vec2u,
  extent: vec2u,
  /// Columns and rows of the source.
  source: vec2u,
  /// Weights of each column or row. The table has the first pixel of each, and its weights behind that.
  taps: u32,
  /// 1 where colours count as much as they are opaque.
  by_alpha: u32,
  /// Alpha of a source that has none; 0 where it has.
  opaque: f32,
  /// White of sRGB colours that are to be decoded to light before they are weighed; 0 where none are.
  decode: f32,
  /// White of the sRGB colours that light is to be encoded to afterwards; 0 where it stays.
  encode: f32,
}

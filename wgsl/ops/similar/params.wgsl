// As in src/kernels/similar/neighbourhood-filter.ts, where it is explained.
struct Params {
  reach: i32,
  patch_reach: i32,
  per_square: f32,
  spare: f32,
  per_distance: f32,
  /// Full intensity of the picture.
  white: f32,
}

import package::lib::number::is_nan;

/// The part of their absolute sum that weights of alpha are taken to be at least. As in src/math/resampling-filters.ts,
/// where it is explained.
const CANCELLED = 8.0;

/// Colours times the fraction that they are opaque, and alpha. Alpha that is negative or NaN is 0, and what is
/// transparent is black whatever it holds. As in src/kernels/pixels/premultiplied.ts.
fn premultiplied(color: vec4f, white: f32) -> vec4f {
  let opaque = !is_nan(color).a && color.a > 0.0;
  if (!opaque) {
    return vec4f();
  }
  return vec4f(color.rgb * (color.a / white), color.a);
}

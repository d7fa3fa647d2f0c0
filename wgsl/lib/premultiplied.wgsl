// Premultiplied alpha.
import package::lib::number::is_nan;

/// Colours are divided by at least the absolute sum of weighted alphas divided by this number. Explained in
/// src/math/weighted-mixing.ts.
const CANCELLED = 8.0;

/// Premultiplied colours and alpha. Negative or NaN alpha counts as 0; transparent pixels are black. The twin of
/// src/kernels/pixels/premultiplied.ts.
fn premultiplied(color: vec4f, white: f32) -> vec4f {
  let opaque = !is_nan(color).a && color.a > 0.0;
  if (!opaque) {
    return vec4f();
  }
  return vec4f(color.rgb * (color.a / white), color.a);
}

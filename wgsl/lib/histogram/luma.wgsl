// Levels and luma of a pixel for histograms. The twin of src/kernels/pixels/histogram.ts, which explains it.
import package::lib::number::is_nan;
import package::source_pixel::WHITE;

/// Luma weights of red, green and blue, in 65536ths.
const WEIGHTS = vec3u(19595u, 38470u, 7471u);

/// Levels of the histogram.
const LEVELS = select(65536u, 256u, WHITE == 255.0);

/// Whether a pixel counts: no colour channel is NaN.
fn counts(color: vec4f) -> bool {
  return !any(is_nan(color.rgbb));
}

/// Levels of red, green and blue.
fn levels_of(color: vec4f) -> vec3u {
  if (WHITE == 1.0) {
    return min(vec3u(65536.0 * clamp(color.rgb, vec3f(), vec3f(1.0))), vec3u(65535u));
  }
  return vec3u(color.rgb);
}

/// Level of a pixel's luma.
fn luma_level(color: vec4f) -> u32 {
  let parts = WEIGHTS * levels_of(color);
  return (parts.r + parts.g + parts.b + 32768u) >> 16u;
}

/// A pixel's luma in levels of its pixel type; whole for integers.
fn luma_of(color: vec4f) -> f32 {
  if (WHITE == 1.0) {
    return dot(vec3f(WEIGHTS) / 65536.0, clamp(color.rgb, vec3f(), vec3f(1.0)));
  }
  return f32(luma_level(color));
}

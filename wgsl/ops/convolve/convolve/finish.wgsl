import package::lib::premultiplied::CANCELLED;
import package::stages::stages;

/// Part of its terms below which alpha is what rounding left of 0; as in `src/kernels/convolve/convolution.ts`.
const ROUNDED = 5e-7;

/// A colour from the premultiplied sum. `absolute` is that of alpha's terms, `middle` the pixel's own alpha.
fn finish(sum: vec4f, absolute: f32, middle: f32) -> vec4f {
  let params = stages.entry;
  if (params.alpha != 1u) {
    return vec4f(sum.rgb + params.offset, middle);
  }
  if (!(sum.a > 0.0) || sum.a < absolute * ROUNDED) {
    return vec4f(vec3f(), sum.a);
  }
  let share = params.white * params.gain / max(sum.a, absolute / CANCELLED);
  return vec4f(sum.rgb * share + params.offset, sum.a);
}

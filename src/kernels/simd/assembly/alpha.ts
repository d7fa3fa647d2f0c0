/**
 * Multiplies the colours of RGBA floats by alpha, in place, and puts how large alphas are side by side. What is
 * transparent is black, whatever colour it holds.
 */
export function multiplyByAlpha(pixels: usize, count: usize, sizes: usize): void {
  for (let at: usize = 0; at < count; at++) {
    const pixel = pixels + 16 * at;
    const color = v128.load(pixel);
    const alpha = load<f32>(pixel, 12);
    const product = f32x4.replace_lane(f32x4.mul(color, f32x4.splat(alpha)), 3, alpha);
    v128.store(pixel, alpha === 0 ? f32x4.splat(0) : product);
    store<f32>(sizes + 4 * at, abs(alpha));
  }
}

/** Part of the absolute sum of weights below which what they weigh has cancelled out. */
const CANCELLED: f32 = 0.125;

/**
 * For sums of such pixels, and of the sizes of their alphas by absolute weights: colours where weights have all
 * but cancelled out are made less, to what they are once they were divided by an eighth of the size and
 * multiplied by alpha again. The sizes become those of alphas.
 */
export function fadeCancelled(pixels: usize, count: usize, sizes: usize): void {
  for (let at: usize = 0; at < count; at++) {
    const pixel = pixels + 16 * at;
    const alpha = load<f32>(pixel, 12);
    const least = CANCELLED * load<f32>(sizes + 4 * at);
    if (alpha < least || alpha <= 0) {
      const share: f32 = alpha > 0 ? alpha / least : 0;
      const faded = f32x4.mul(v128.load(pixel), f32x4.splat(share));
      v128.store(pixel, f32x4.replace_lane(share > 0 ? faded : f32x4.splat(0), 3, alpha));
    }
    store<f32>(sizes + 4 * at, abs(alpha));
  }
}

/** The same sums with their colours divided by alpha, or by an eighth of the size where that is more. */
export function divideByAlpha(pixels: usize, count: usize, sizes: usize): void {
  for (let at: usize = 0; at < count; at++) {
    const pixel = pixels + 16 * at;
    const alpha = load<f32>(pixel, 12);
    const whole = max(alpha, CANCELLED * load<f32>(sizes + 4 * at));
    const color = f32x4.div(v128.load(pixel), f32x4.splat(whole));
    v128.store(pixel, f32x4.replace_lane(alpha > 0 ? color : f32x4.splat(0), 3, alpha));
  }
}

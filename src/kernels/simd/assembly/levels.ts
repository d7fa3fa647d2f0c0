/**
 * One sample for each pixel: the bits of its channels combined, all (`and`), any (`or`) or an odd number of them, by
 * four masks at `masks` that each take one sample of `count` pixels out of a vector. A pixel has `step` bytes, and a
 * sample `size`. Reads and writes up to 16 bytes behind the last pixel.
 */
export function combineBits(
  from: usize,
  pixels: usize,
  count: usize,
  step: usize,
  size: usize,
  masks: usize,
  operator: i32,
  to: usize,
): void {
  const red = v128.load(masks);
  const green = v128.load(masks, 16);
  const blue = v128.load(masks, 32);
  const alpha = v128.load(masks, 48);
  for (let at: usize = 0; at < pixels; at += count) {
    const bytes = v128.load(from + step * at);
    const a = i8x16.swizzle(bytes, red);
    const b = i8x16.swizzle(bytes, green);
    const c = i8x16.swizzle(bytes, blue);
    const d = i8x16.swizzle(bytes, alpha);
    const goal = to + size * at;
    if (operator === 0) v128.store(goal, v128.and(v128.and(a, b), v128.and(c, d)));
    else if (operator === 1) v128.store(goal, v128.or(v128.or(a, b), v128.or(c, d)));
    else v128.store(goal, v128.xor(v128.xor(a, b), v128.xor(c, d)));
  }
}

/** White where a byte is `least` or more, 0 elsewhere; those stay that `kept` has bits for. Works in 16 samples. */
export function bytesFrom(from: usize, samples: usize, least: i32, kept: usize, to: usize): void {
  const limit = i8x16.splat(least as i8);
  const stays = v128.load(kept);
  for (let at: usize = 0; at < samples; at += 16) {
    const bytes = v128.load(from + at);
    v128.store(to + at, v128.bitselect(bytes, i8x16.ge_u(bytes, limit), stays));
  }
}

/** The same of 16-bit samples. Works in 8 samples. */
export function halvesFrom(from: usize, samples: usize, least: i32, kept: usize, to: usize): void {
  const limit = i16x8.splat(least as i16);
  const stays = v128.load(kept);
  for (let at: usize = 0; at < samples; at += 8) {
    const halves = v128.load(from + 2 * at);
    v128.store(to + 2 * at, v128.bitselect(halves, i16x8.ge_u(halves, limit), stays));
  }
}

/**
 * White in red, green and blue where a pixel's luminance is `least` or more, 0 elsewhere, alpha kept. The light of
 * every level lies at `lights` as f64, and before it the weights of red, green and blue.
 */
export function bytesFromLight(
  from: usize,
  pixels: usize,
  channels: usize,
  lights: usize,
  least: f64,
  to: usize,
): void {
  const red = load<f64>(lights - 24);
  const green = load<f64>(lights - 16);
  const blue = load<f64>(lights - 8);
  for (let at: usize = 0; at < pixels; at++) {
    const light =
      red * load<f64>(lights + 8 * (load<u8>(from) as usize)) +
      green * load<f64>(lights + 8 * (load<u8>(from, 1) as usize)) +
      blue * load<f64>(lights + 8 * (load<u8>(from, 2) as usize));
    const level: u32 = select<u32>(255, 0, light >= least);
    store<u8>(to, level);
    store<u8>(to, level, 1);
    store<u8>(to, level, 2);
    if (channels === 4) store<u8>(to, load<u8>(from, 3), 3);
    from += channels;
    to += channels;
  }
}

/** The same of 16-bit samples. */
export function halvesFromLight(
  from: usize,
  pixels: usize,
  channels: usize,
  lights: usize,
  least: f64,
  to: usize,
): void {
  const red = load<f64>(lights - 24);
  const green = load<f64>(lights - 16);
  const blue = load<f64>(lights - 8);
  for (let at: usize = 0; at < pixels; at++) {
    const light =
      red * load<f64>(lights + 8 * (load<u16>(from) as usize)) +
      green * load<f64>(lights + 8 * (load<u16>(from, 2) as usize)) +
      blue * load<f64>(lights + 8 * (load<u16>(from, 4) as usize));
    const level: u32 = select<u32>(65535, 0, light >= least);
    store<u16>(to, level);
    store<u16>(to, level, 2);
    store<u16>(to, level, 4);
    if (channels === 4) store<u16>(to, load<u16>(from, 6), 6);
    from += 2 * channels;
    to += 2 * channels;
  }
}

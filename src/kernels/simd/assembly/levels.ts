/** Combines bits of channels, and compares integer samples with a threshold. */

/**
 * Combines the bits of all channels to one sample for each pixel: and, or, exclusive or. Each of four masks at
 * `masks` takes one sample of `count` pixels out of a vector. A pixel has `step` bytes, a sample `size`. Reads and
 * writes up to 16 bytes behind the last pixel.
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

/**
 * White where a byte is `least` or more, 0 elsewhere. Bits set in the vector `kept` stay as they are. Computes 16
 * samples at once.
 */
export function bytesFrom(from: usize, samples: usize, least: i32, kept: usize, to: usize): void {
  const limit = i8x16.splat(least as i8);
  const stays = v128.load(kept);
  for (let at: usize = 0; at < samples; at += 16) {
    const bytes = v128.load(from + at);
    v128.store(to + at, v128.bitselect(bytes, i8x16.ge_u(bytes, limit), stays));
  }
}

/** The same for 16-bit samples. Computes 8 at once. */
export function halvesFrom(from: usize, samples: usize, least: i32, kept: usize, to: usize): void {
  const limit = i16x8.splat(least as i16);
  const stays = v128.load(kept);
  for (let at: usize = 0; at < samples; at += 8) {
    const halves = v128.load(from + 2 * at);
    v128.store(to + 2 * at, v128.bitselect(halves, i16x8.ge_u(halves, limit), stays));
  }
}

/**
 * White in red, green and blue where a pixel's luminance is `least` or more, 0 elsewhere; alpha stays. `lights` is
 * the place of every level's light, f64; the weights of red, green and blue are in front of it.
 */
export function bytesFromLight(
  from: usize,
  pixels: usize,
  channels: usize,
  lights: usize,
  least: f64,
  to: usize,
): void {
  fromLight<u8>(from, pixels, channels, lights, least, to);
}

/** The same for 16-bit samples. */
export function halvesFromLight(
  from: usize,
  pixels: usize,
  channels: usize,
  lights: usize,
  least: f64,
  to: usize,
): void {
  fromLight<u16>(from, pixels, channels, lights, least, to);
}

function fromLight<Level>(
  from: usize,
  pixels: usize,
  channels: usize,
  lights: usize,
  least: f64,
  to: usize,
): void {
  const bytes = sizeof<Level>();
  const red = load<f64>(lights - 24);
  const green = load<f64>(lights - 16);
  const blue = load<f64>(lights - 8);
  const white = -1 as Level;
  for (let at: usize = 0; at < pixels; at++) {
    const light =
      red * load<f64>(lights + 8 * (load<Level>(from) as usize)) +
      green * load<f64>(lights + 8 * (load<Level>(from + bytes) as usize)) +
      blue * load<f64>(lights + 8 * (load<Level>(from + 2 * bytes) as usize));
    const level = select<Level>(white, 0 as Level, light >= least);
    store<Level>(to, level);
    store<Level>(to + bytes, level);
    store<Level>(to + 2 * bytes, level);
    if (channels === 4) store<Level>(to + 3 * bytes, load<Level>(from + 3 * bytes));
    from += bytes * channels;
    to += bytes * channels;
  }
}

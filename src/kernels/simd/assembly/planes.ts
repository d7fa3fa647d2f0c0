/** Splits float pixels into padded planes, and joins weighted means, for the neighbourhood filter. */

/** As in kernels/similar/neighbourhood-filter.ts. */
const BEYOND: f32 = 1e15;
const FAINT: f32 = 1e-6;

/**
 * Splits a row of float pixels into planes that are `stride` bytes apart: colours times alpha as a fraction, and
 * `BEYOND` in all planes of a pixel that has NaN or as large a float. The first pixel goes to `to` and is repeated in
 * the `before` floats in front of it, the last one in the `after` floats behind it.
 */
export function splitPlanes(
  from: usize,
  pixels: usize,
  channels: usize,
  white: f32,
  to: usize,
  stride: usize,
  before: usize,
  after: usize,
): void {
  const colors: usize = channels - (channels % 2 === 0 ? 1 : 0);
  for (let x: usize = 0; x < pixels; x++) {
    const pixel = from + 4 * channels * x;
    const place = to + 4 * x;
    let share: f32 = 1;
    let usual = true;
    if (colors < channels) {
      let alpha = load<f32>(pixel + 4 * colors);
      // NaN is not above 0 either.
      if (!(alpha > 0)) alpha = 0;
      share = alpha / white;
      usual = alpha < BEYOND;
      store<f32>(place + stride * colors, alpha);
    }
    for (let i: usize = 0; i < colors; i++) {
      const sample: f32 = share > 0 ? load<f32>(pixel + 4 * i) * share : 0;
      usual = usual && abs(sample) < BEYOND;
      store<f32>(place + stride * i, sample);
    }
    if (!usual) fillPlanes(place, channels, stride, 1, BEYOND);
  }
  for (let i: usize = 0; i < channels; i++) {
    const plane = to + stride * i;
    const end = plane + 4 * pixels;
    fillPlanes(plane - 4 * before, 1, 0, before, load<f32>(plane));
    fillPlanes(end, 1, 0, after, load<f32>(end - 4));
  }
}

function fillPlanes(to: usize, planes: usize, stride: usize, floats: usize, value: f32): void {
  for (let i: usize = 0; i < planes; i++) {
    for (let x: usize = 0; x < floats; x++) store<f32>(to + stride * i + 4 * x, value);
  }
}

/**
 * Divides weighted sums by the weights in the last plane, and by alpha, and joins them to pixels. A colour whose
 * alpha is nearly 0 fades to black.
 */
export function joinMeans(
  from: usize,
  pixels: usize,
  channels: usize,
  white: f32,
  stride: usize,
  to: usize,
): void {
  const colors: usize = channels - (channels % 2 === 0 ? 1 : 0);
  for (let x: usize = 0; x < pixels; x++) {
    const sums = from + 4 * x;
    const pixel = to + 4 * channels * x;
    const total = load<f32>(sums + stride * channels);
    let whole = total;
    if (colors < channels) {
      const alpha = load<f32>(sums + stride * colors) / total;
      store<f32>(pixel + 4 * colors, alpha);
      whole = (max(alpha, FAINT * white) / white) * total;
    }
    for (let i: usize = 0; i < colors; i++) store<f32>(pixel + 4 * i, load<f32>(sums + stride * i) / whole);
  }
}

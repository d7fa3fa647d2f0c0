import { hasAlpha, type Image } from '../core/image.ts';
import { WHITE } from '../core/pixel.ts';

/**
 * Reads row `y` with colours times the fraction that they are opaque, and alpha; from `pad` pixels before its
 * first to `pad` behind its last, which are like those. Alpha that is negative or NaN is 0, and what is
 * transparent is black whatever it holds.
 */
export function readRow({ data, width, channels, type }: Image, y: number, pad: number, row: Float64Array) {
  const first = y * width * channels;
  const start = pad * channels;
  row.set(data.subarray(first, first + width * channels), start);
  const end = start + width * channels;
  if (hasAlpha(channels)) {
    const white = WHITE[type];
    for (let at = start; at < end; at += channels) {
      const last = at + channels - 1;
      const alpha = row[last] as number;
      if (alpha > 0) {
        const share = alpha / white;
        for (let i = at; i < last; i++) row[i] = (row[i] as number) * share;
      } else {
        row.fill(0, at, last + 1);
      }
    }
  }
  for (let at = 0; at < start; at++) {
    row[at] = row[start + (at % channels)] as number;
    row[end + at] = row[end - channels + (at % channels)] as number;
  }
}

/** The whole picture as `readRow` reads it, without padding. */
export function premultiply(image: Image): Float64Array {
  const length = image.width * image.channels;
  const samples = new Float64Array(length * image.height);
  for (let y = 0; y < image.height; y++) readRow(image, y, 0, samples.subarray(y * length, (y + 1) * length));
  return samples;
}

/** The nearest index in a row or column of `length`. */
export function nearest(index: number, length: number): number {
  return Math.max(0, Math.min(length - 1, index));
}

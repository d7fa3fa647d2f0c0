/** Reads pictures with premultiplied alpha. */
import { hasAlpha, type Image } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';

/** Multiplies colours by alpha as a fraction of white. Where alpha is not above 0, all channels become 0. */
export function multiplyByAlpha(
  line: Float64Array,
  channels: number,
  white: number,
  start = 0,
  end = line.length,
): void {
  for (let at = start; at < end; at += channels) {
    const last = at + channels - 1;
    const alpha = line[last] as number;
    if (alpha > 0) {
      const share = alpha / white;
      for (let i = at; i < last; i++) line[i] = (line[i] as number) * share;
    } else {
      for (let i = at; i <= last; i++) line[i] = 0;
    }
  }
}

/**
 * Reads row `y` premultiplied, with `pad` pixels more on each side that repeat the edges. An alpha that is negative
 * or NaN counts as 0; a transparent pixel is black whatever it holds.
 */
export function readRow({ data, width, channels, type }: Image, y: number, pad: number, row: Float64Array) {
  const first = y * width * channels;
  const start = pad * channels;
  row.set(data.subarray(first, first + width * channels), start);
  const end = start + width * channels;
  if (hasAlpha(channels)) multiplyByAlpha(row, channels, WHITE[type], start, end);
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

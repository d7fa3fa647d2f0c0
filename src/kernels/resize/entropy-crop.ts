/** Finds the crop with the most entropy, as libvips' `entropy` strategy of smartcrop. */
import { hasAlpha, type Image } from '../../core/image.ts';
import { rowsPerYield, type Work } from '../../core/turns.ts';
import { entropyOf } from '../../math/entropy.ts';
import { byteSamples } from '../pixels/gray-levels.ts';

/** Steps in which the longer side is cut down to the crop. */
const STEPS = 8;

/** Pixels between two yields. */
const STRETCH = 2 ** 16;

interface Slice {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Finds where the crop of `width` x `height` with the most information lies. Slices are cut off at the end whose
 * levels have less entropy over all channels; on a tie at the right or the bottom. Colours are premultiplied.
 *
 * Every pixel type is counted in 8-bit levels: of 65536 levels a slice would hardly have one twice. NaN is black.
 */
export function* entropyCrop(
  image: Image,
  width: number,
  height: number,
): Work<{ left: number; top: number }> {
  const levels = yield* opaqueLevels(image);
  function* entropyIn(slice: Slice): Work<number> {
    return entropyOf(yield* countIn(image, levels, slice));
  }
  let part: Slice = { left: 0, top: 0, width: image.width, height: image.height };
  const step = Math.ceil(Math.max(image.width - width, image.height - height) / STEPS);
  while (part.width > width || part.height > height) {
    const columns = Math.min(step, part.width - width);
    if (columns > 0) {
      const rest = part.width - columns;
      const atLeft = yield* entropyIn({ ...part, width: columns });
      const atRight = yield* entropyIn({ ...part, left: part.left + rest, width: columns });
      part = { ...part, width: rest, left: part.left + (atLeft < atRight ? columns : 0) };
    }
    const rows = Math.min(step, part.height - height);
    if (rows > 0) {
      const rest = part.height - rows;
      const atTop = yield* entropyIn({ ...part, height: rows });
      const atBottom = yield* entropyIn({ ...part, top: part.top + rest, height: rows });
      part = { ...part, height: rest, top: part.top + (atTop < atBottom ? rows : 0) };
    }
  }
  return { left: part.left, top: part.top };
}

/** Samples in 8 bits, premultiplied. */
export function* opaqueLevels(image: Image): Work<Uint8Array> {
  const { channels } = image;
  const bytes = yield* byteSamples(image);
  if (!hasAlpha(channels)) return bytes;
  const levels = bytes.slice();
  yield;
  const last = channels - 1;
  for (let at = 0; at < levels.length; at += channels) {
    const share = (bytes[at + last] as number) / 255;
    if (at % (STRETCH * channels) === 0) yield;
    for (let i = at; i < at + last; i++) levels[i] = Math.floor((bytes[i] as number) * share + 0.5);
  }
  return levels;
}

/** The histogram of each channel of a slice. */
function* countIn({ width, channels }: Image, levels: Uint8Array, slice: Slice): Work<Uint32Array> {
  const counts = new Uint32Array(256 * channels);
  const band = rowsPerYield(slice.width, STRETCH);
  for (let y = slice.top; y < slice.top + slice.height; y++) {
    const at = (y * width + slice.left) * channels;
    countSamples(levels.subarray(at, at + slice.width * channels), channels, counts);
    if ((y - slice.top) % band === 0) yield;
  }
  return counts;
}

/** Adds the samples of some pixels to the histograms of their channels. */
function countSamples(levels: Uint8Array, channels: number, counts: Uint32Array): void {
  for (let at = 0; at < levels.length; at += channels) {
    for (let channel = 0; channel < channels; channel++) {
      const place = 256 * channel + (levels[at + channel] as number);
      counts[place] = (counts[place] as number) + 1;
    }
  }
}

import type { Extent, Image } from '../core/image.ts';
import { allocateSamples, type Samples } from '../core/pixel.ts';

/** Whether an EXIF orientation swaps width and height. */
function swapsSides(orientation: number): boolean {
  return orientation >= 5;
}

/** The extent of a picture after it is turned upright. */
export function uprightExtent({ width, height }: Extent, orientation: number): Extent {
  return swapsSides(orientation) ? { width: height, height: width } : { width, height };
}

/**
 * Turns a picture as its EXIF orientation (1 to 8, EXIF 2.32 section 4.6.4) asks; the same picture for
 * orientation 1.
 */
export function turnUpright(image: Image, orientation: number): Image {
  if (orientation === 1) return image;
  const { width, height } = uprightExtent(image, orientation);
  const { channels, type, data: source } = image;
  const data = allocateSamples(type, source.length);
  const { origin, right, down } = steps(image, orientation);
  for (let y = 0, to = 0; y < height; y++) {
    let from = (origin + y * down) * channels;
    for (let x = 0; x < width; x++, to += channels, from += right * channels) {
      copyPixel(source, from, data, to, channels);
    }
  }
  return { ...image, width, height, data };
}

/** The stored pixel that comes first, and how far the next one to the right and below is stored. */
function steps({ width, height }: Extent, orientation: number) {
  const [last, bottom] = [width - 1, (height - 1) * width];
  const table: Readonly<Record<number, [origin: number, right: number, down: number]>> = {
    2: [last, -1, width],
    3: [bottom + last, -1, -width],
    4: [bottom, 1, -width],
    5: [0, width, 1],
    6: [bottom, -width, 1],
    7: [bottom + last, -width, -1],
    8: [last, width, -1],
  };
  const [origin, right, down] = table[orientation] ?? [0, 1, width];
  return { origin, right, down };
}

function copyPixel(source: Samples, from: number, goal: Samples, to: number, channels: number): void {
  for (let channel = 0; channel < channels; channel++) goal[to + channel] = source[from + channel] ?? 0;
}

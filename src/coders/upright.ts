/** Turns decoded pictures upright, for decoders that do not. */
import type { Extent, Image } from '../core/image.ts';
import { allocateSamples, type Samples } from '../core/pixel.ts';
import type { Run } from '../core/run.ts';
import { uprightExtent } from '../formats/orientation.ts';
import { inPieces, withPauses } from './pauses.ts';

/**
 * Turns a picture as its EXIF orientation (1 to 8, EXIF 2.32 section 4.6.4) asks; the same picture for
 * orientation 1.
 */
export async function turnUpright(image: Image, orientation: number, run?: Run): Promise<Image> {
  if (orientation === 1) return image;
  const { width, height } = uprightExtent(image, orientation);
  const { channels, type, data: source } = image;
  const data = allocateSamples(type, source.length);
  const { origin, right, down } = steps(image, orientation);
  const turn = (first: number, end: number) => {
    for (let y = first; y < end; y++) {
      const row = data.subarray(y * width * channels, (y + 1) * width * channels);
      copyRow(source, (origin + y * down) * channels, right * channels, row, channels);
    }
  };
  await withPauses(inPieces(height, width * channels, turn), run);
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

function copyRow(source: Samples, start: number, step: number, row: Samples, channels: number): void {
  for (let from = start, to = 0; to < row.length; from += step, to += channels) {
    for (let channel = 0; channel < channels; channel++) row[to + channel] = source[from + channel] ?? 0;
  }
}

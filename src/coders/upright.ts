/** Turns decoded pictures upright, for decoders that do not. */
import type { Extent, Image } from '../core/image.ts';
import { allocateSamples, type Samples } from '../core/pixel.ts';
import type { Run } from '../core/run.ts';
import { uprightExtent, uprightMoves } from '../formats/orientation.ts';
import { inPieces, withPauses } from './pauses.ts';

/** Applies an EXIF orientation, 1 to 8 (EXIF 2.32, section 4.6.4). Returns the same picture for orientation 1. */
export async function turnUpright(image: Image, orientation: number, run?: Run): Promise<Image> {
  if (orientation === 1) return image;
  const { width, height } = uprightExtent(image, orientation);
  const { channels, type, data: source } = image;
  const data = allocateSamples(type, source.length);
  const { origin, right, down } = walkOver(image, orientation);
  const turn = (first: number, end: number) => {
    for (let y = first; y < end; y++) {
      const row = data.subarray(y * width * channels, (y + 1) * width * channels);
      copyRow(source, (origin + y * down) * channels, right * channels, row, channels);
    }
  };
  await withPauses(inPieces(height, width * channels, turn), run);
  return { ...image, width, height, data };
}

/** The first stored pixel, and the distances in storage to the next one on the right and below. */
interface Walk {
  readonly origin: number;
  readonly right: number;
  readonly down: number;
}

/** Mirrors, then turns. Each move starts at another corner, or exchanges rows and columns. */
function walkOver({ width, height }: Extent, orientation: number): Walk {
  const { flip, flop, turn } = uprightMoves(orientation);
  const right = flop ? -1 : 1;
  const down = flip ? -width : width;
  const origin = (flop ? width - 1 : 0) + (flip ? (height - 1) * width : 0);
  const [lastColumn, lastRow] = [(width - 1) * right, (height - 1) * down];
  if (turn === 90) return { origin: origin + lastRow, right: -down, down: right };
  if (turn === 180) return { origin: origin + lastColumn + lastRow, right: -right, down: -down };
  if (turn === 270) return { origin: origin + lastColumn, right: down, down: -right };
  return { origin, right, down };
}

function copyRow(source: Samples, start: number, step: number, row: Samples, channels: number): void {
  for (let from = start, to = 0; to < row.length; from += step, to += channels) {
    for (let channel = 0; channel < channels; channel++) row[to + channel] = source[from + channel] ?? 0;
  }
}

/** Subsampled YCbCr as TIFF 6.0 section 21 stores it: the lumas of some pixels, then the two chromas that they share. */
import type { Samples } from '../../../core/pixel.ts';

export interface ChromaArea {
  readonly columns: number;
  /** Columns of the strip or tile. Some may lie beyond the picture. */
  readonly partColumns: number;
  /** Columns and rows that share their chroma. */
  readonly shared: readonly [columns: number, rows: number];
}

/** Writes a row of Y, Cb and Cr for each pixel. Chroma is repeated, as libtiff does. */
export function readChroma(bytes: Uint8Array, area: ChromaArea, y: number, goal: Samples): void {
  const [across, down] = area.shared;
  const blockBytes = across * down + 2;
  const blocks = Math.ceil(area.partColumns / across);
  const first = Math.floor(y / down) * blocks * blockBytes;
  const line = (y % down) * across;
  for (let x = 0; x < area.columns; x++) {
    const block = first + Math.floor(x / across) * blockBytes;
    goal[3 * x] = bytes[block + line + (x % across)] ?? 0;
    goal[3 * x + 1] = bytes[block + blockBytes - 2] ?? 0;
    goal[3 * x + 2] = bytes[block + blockBytes - 1] ?? 0;
  }
}

/** Where the samples of a plane go in a row of pixels. */
interface PlaneLine {
  readonly line: Samples;
  readonly first: number;
  readonly stride: number;
}

/** Writes a row of one chroma that has a plane of its own, of which `row` is a row. It is repeated as above. */
export function spreadChroma(
  row: ArrayLike<number>,
  { columns, shared: [across] }: Pick<ChromaArea, 'columns' | 'shared'>,
  { line, first, stride }: PlaneLine,
): void {
  for (let x = 0; x < columns; x++) line[first + x * stride] = row[Math.floor(x / across)] ?? 0;
}

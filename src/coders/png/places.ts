/** Divides a picture into bands, and chooses sample places in each. */
import type { Extent } from '../../core/image.ts';

/**
 * Bytes of a band. Small pictures have enough bands to keep all threads busy. In large ones a band is so large that
 * zlib's 0.1 ms of setup does not matter.
 */
const [LEAST_BAND, MOST_BAND, BANDS] = [1 << 16, 1 << 20, 16];

/** Rows of a band, for rows of `length` bytes. The last band may have fewer. */
export function bandRows({ height }: Pick<Extent, 'height'>, length: number): number {
  const stored = length + 1;
  const wanted = Math.min(MOST_BAND, Math.max(LEAST_BAND, (stored * height) / BANDS));
  return Math.min(height, Math.max(1, Math.round(wanted / stored)));
}

/** Part of a band: some columns of one row, or whole rows. */
export interface Place {
  readonly row: number;
  readonly rows: number;
  readonly from: number;
  readonly width: number;
}

/** Number of sample places in a band, and bytes of each. */
const [PLACES, PLACE] = [4, 2048];

/** Bytes of all places of a band at most. */
export const PLACES_BYTES = PLACES * PLACE;

/** Places in rows `first` to `end`, spread over the band and over the columns. Whole rows when rows are short. */
export function placesIn(length: number, first: number, end: number): Place[] {
  const width = Math.min(length, PLACE);
  const rows = Math.min(end - first, Math.floor(PLACE / width));
  const count = Math.min(PLACES, Math.floor((end - first) / rows));
  return Array.from({ length: count }, (_, index) => {
    const row = first + Math.round(((index + 0.5) * (end - first - rows)) / count);
    // Multiples of the golden ratio spread any number of places evenly.
    const from = Math.floor((((first + index) * 0.618) % 1) * (length - width + 1));
    return { row, rows, from, width };
  });
}

/** Bytes before each place that copies may come from. */
const HISTORY = 16_384;

/** The samples of a place and the ones before it, as a byte range of the picture. */
export interface Stretch {
  readonly first: number;
  readonly start: number;
  readonly end: number;
}

export function stretchOf({ row, rows, from, width }: Place, length: number): Stretch {
  const start = row * length + from;
  return { first: Math.max(0, start - HISTORY), start, end: start + rows * width };
}

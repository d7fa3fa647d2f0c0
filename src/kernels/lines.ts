import type { LineFilter } from '../math/gaussian.ts';
import { acrossLines } from './across.ts';
import { FilteredRows } from './filtered-rows.ts';

/** Samples in rows, ready to be mixed. */
export interface Source {
  readonly width: number;
  readonly channels: number;
  /** Fills a line with row `y`. */
  load(y: number, line: Float64Array): void;
}

/**
 * Filters along columns and rows, by one or two filters for each; `emit` gets each row of the result, in
 * a line that it may change. No picture lies in between, only the rows that the next one is made of.
 */
export function convolve(
  { width, channels, load }: Source,
  columns: readonly LineFilter[],
  rows: readonly LineFilter[],
  emit: (line: Float64Array, y: number) => void,
): void {
  const [first, second] = columns as [LineFilter, LineFilter?];
  const length = width * channels;
  const across = acrossLines(rows, channels);
  const sums = new FilteredRows(first, length, load);
  const line = new Float64Array(length);
  const whole = second
    ? new FilteredRows(second, length, (y, slot) => {
        sums.make(y, line);
        slot.set(across(line));
      })
    : undefined;
  for (let y = 0; y < (second ?? first).outSize; y++) {
    (whole ?? sums).make(y, line);
    emit(whole ? line : across(line), y);
  }
}

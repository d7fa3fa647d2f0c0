import { rowsPerYield, type Work } from '../../core/turns.ts';
import type { LineFilter } from '../../math/gaussian.ts';
import { type Arithmetic, FLOATS, TOGETHER } from '../simd/arithmetic.ts';
import { Simd } from '../simd/simd.ts';
import { acrossRows } from './horizontal-pass.ts';
import { FilteredRows } from './vertical-pass.ts';

/** Samples in rows, ready to be mixed. */
export interface RowSource {
  readonly width: number;
  readonly channels: number;
  /** Fills a line with row `y`. */
  load(y: number, line: Float64Array): void;
}

/**
 * Filters along columns and rows, by one or two filters for each; `emit` gets each row of the result, in
 * a line that it may change. No picture lies in between, only the rows that the next one is made of. Sums are f32.
 */
export function* convolve(
  { width, channels, load }: RowSource,
  columns: readonly LineFilter[],
  rows: readonly LineFilter[],
  emit: (line: Float64Array, y: number) => void,
): Work<void> {
  const line = new Float64Array(width * channels);
  yield* Simd.lend(function* (simd) {
    const fill = (y: number, at: number) => {
      load(y, line);
      simd.floats.set(line, at / 4);
    };
    yield* filterLines(simd, FLOATS, { width, channels, fill }, columns, rows, (at, y) => {
      line.set(simd.floats.subarray(at / 4, at / 4 + line.length));
      emit(line, y);
    });
  });
}

/** Rows of samples in the SIMD code's memory. */
interface Rows {
  readonly width: number;
  readonly channels: number;
  /** Puts row `y` at a place; each one once and in order. */
  fill(y: number, at: number): void;
}

/** How many rows more than the filters need are filled, at most, before a row is emitted. */
export const AHEAD = TOGETHER - 1;

/** The same with rows that lie in the SIMD code's memory; `emit` gets the place of each. */
export function* filterLines(
  simd: Simd,
  arithmetic: Arithmetic,
  { width, channels, fill }: Rows,
  columns: readonly LineFilter[],
  rows: readonly LineFilter[],
  emit: (at: number, y: number) => void,
): Work<void> {
  const [first, second] = columns as [LineFilter, LineFilter?];
  const length = width * channels;
  const across = acrossRows(simd, arithmetic, rows, channels);
  const sums = new FilteredRows(simd, arithmetic, first, length, fill);
  /** Where row `y` lies, the next one each time, once it is filtered both ways. */
  const filter = (y: number) => {
    const line = y % TOGETHER;
    if (line === 0) {
      const count = Math.min(TOGETHER, first.outSize - y);
      for (let ahead = 0; ahead < count; ahead++) sums.make(y + ahead, across.from(ahead));
      across.run(count);
    }
    return across.to(line);
  };
  const band = rowsPerYield(width);
  yield* sums.prepare(0, band);
  if (!second) {
    for (let y = 0; y < first.outSize; y++) {
      emit(filter(y), y);
      if (y % band === 0) yield;
    }
    return;
  }
  const whole = new FilteredRows(simd, arithmetic, second, length, (y, at) => {
    const from = filter(y);
    simd.bytes.copyWithin(at, from, from + length * arithmetic.bytes);
  });
  const result = simd.take(length * arithmetic.bytes);
  // Each row of the first filter is made of as many of the picture's as it skips.
  const some = rowsPerYield(width * first.stride);
  for (let y = 0; y < second.outSize; y++) {
    yield* whole.prepare(y, some);
    whole.make(y, result);
    emit(result, y);
    if (y % band === 0) yield;
  }
}

/**
 * Separable convolution by rows in SIMD: along the rows and down the columns, with one or two filters for each, and
 * no picture in between.
 */
import { rowsPerYield, type Work } from '../../core/turns.ts';
import type { LineFilter } from '../../math/gaussian.ts';
import { type Arithmetic, FLOATS, TOGETHER } from '../simd/arithmetic.ts';
import { Simd } from '../simd/simd.ts';
import { horizontalPass } from './horizontal-pass.ts';
import { VerticalPass } from './vertical-pass.ts';

/** A picture's rows, ready to be filtered. */
export interface RowSource {
  readonly width: number;
  readonly channels: number;
  /** Fills a line with row `y`. */
  load(y: number, line: Float64Array): void;
}

/**
 * Filters lines of f64 in 32-bit floats. `emit` gets each row of the result, in a line that it may change. Only the
 * source rows that the next result row needs are kept.
 */
export function* convolveSeparably(
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
    yield* convolveInMemory(simd, FLOATS, { width, channels, fill }, columns, rows, (at, y) => {
      line.set(simd.floats.subarray(at / 4, at / 4 + line.length));
      emit(line, y);
    });
  });
}

/** Rows of samples in the SIMD memory. */
interface RowsInMemory {
  readonly width: number;
  readonly channels: number;
  /** Writes row `y` to a place. Called once for each row, in order. */
  fill(y: number, at: number): void;
}

/** Most rows beyond those that the filters need that are filled before a row is emitted. */
export const AHEAD = TOGETHER - 1;

/** The same for rows in the SIMD memory, in any arithmetic. `emit` gets the place of each row of the result. */
export function* convolveInMemory(
  simd: Simd,
  arithmetic: Arithmetic,
  { width, channels, fill }: RowsInMemory,
  columns: readonly LineFilter[],
  rows: readonly LineFilter[],
  emit: (at: number, y: number) => void,
): Work<void> {
  const [first, second] = columns as [LineFilter, LineFilter?];
  const length = width * channels;
  const across = horizontalPass(simd, arithmetic, rows, channels);
  const sums = new VerticalPass(simd, arithmetic, first, length, fill);
  /** The place of row `y` once it is filtered both ways. `y` counts up by one. */
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
  const whole = new VerticalPass(simd, arithmetic, second, length, (y, at) => {
    const from = filter(y);
    simd.bytes.copyWithin(at, from, from + length * arithmetic.bytes);
  });
  const result = simd.take(length * arithmetic.bytes);
  // The first filter reads `stride` source rows for each of its rows.
  const some = rowsPerYield(width * first.stride);
  for (let y = 0; y < second.outSize; y++) {
    yield* whole.prepare(y, some);
    whole.make(y, result);
    emit(result, y);
    if (y % band === 0) yield;
  }
}

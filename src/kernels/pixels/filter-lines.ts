/**
 * The two passes of a separable filter with weights of its own for each result, as resampling has: down the columns,
 * and along the rows.
 */
import type { Work } from '../../core/turns.ts';
import type { Weights } from '../../math/resampling-weights.ts';
import type { Arithmetic, MixedLines } from '../simd/arithmetic.ts';
import type { Simd } from '../simd/simd.ts';

/** The rows that a vertical pass makes, from the first one down. */
interface ScaledRows {
  /** The place of the source's row `y` while it is in use. */
  slot(y: number): number;
  /** Loads the rows that row `y` is made of, `rows` of them between two yields. */
  prepare(y: number, rows: number): Work<void>;
  /** Writes row `y` to a place. */
  make(y: number, to: number): void;
}

const ONE_LINE = { count: 1, line: 0, goal: 0 } as const;

/**
 * The vertical pass, on rows of `length` samples. `load` puts each source row that is used at its place, once and in
 * order.
 */
export function scaleDown(
  simd: Simd,
  arithmetic: Arithmetic,
  { taps, starts, weights }: Weights,
  length: number,
  load: (y: number, at: number) => void,
): ScaledRows {
  const shares = arithmetic.takeShares(simd, taps, weights);
  const stride = Math.ceil((length * arithmetic.bytes) / 64) * 64;
  const ring = simd.take(taps * stride);
  const places = simd.take(4 * shares.taps);
  const slot = (y: number) => ring + (y % taps) * stride;
  let next = 0;
  const make = (y: number, to: number) => {
    const start = starts[y] as number;
    for (next = Math.max(next, start); next < start + taps; next++) load(next, slot(next));
    for (let tap = 0; tap < shares.taps; tap++) simd.words[places / 4 + tap] = slot(start + tap);
    arithmetic.sum(simd, places, shares, shares.table + y * shares.row, length, to);
  };
  function* prepare(y: number, rows: number): Work<void> {
    const start = starts[y] as number;
    for (next = Math.max(next, start); next < start + taps - rows; ) {
      for (const some = next + rows; next < some; next++) load(next, slot(next));
      yield;
    }
  }
  return { slot, prepare, make };
}

/**
 * The horizontal pass, on one row unless told otherwise. It may read as many pixels behind a row as there are taps,
 * with a weight of 0.
 */
export function scaleAcross(
  simd: Simd,
  arithmetic: Arithmetic,
  { taps, starts, weights }: Weights,
  channels: number,
): (from: number, to: number, lines?: Pick<MixedLines, 'count' | 'line' | 'goal'>) => void {
  const shares = arithmetic.takeShares(simd, taps, weights);
  const pixels = starts.length;
  const places = simd.take(4 * pixels);
  const rows = simd.take(4 * pixels);
  const pixel = channels * arithmetic.bytes;
  for (let x = 0; x < pixels; x++) {
    simd.words[places / 4 + x] = (starts[x] as number) * pixel;
    simd.words[rows / 4 + x] = shares.table + x * shares.row;
  }
  // Each member by its name: to copy objects of other shapes takes longer than to mix a short row.
  return (from, to, { count, line, goal } = ONE_LINE) =>
    arithmetic.mix(simd, places, shares, rows, { count, line, goal, from, to, pixels, channels });
}

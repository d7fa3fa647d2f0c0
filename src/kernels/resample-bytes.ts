import { type Image, sampleCount } from '../core/image.ts';
import type { Weights } from '../math/kernels.ts';
import { FINE, type Shares } from './simd/arithmetic.ts';
import { Simd } from './simd/simd.ts';

/** Bits behind the point of a byte in 16: above it there is room for what a kernel adds, twice 255. */
const BITS = 6;

/** Rows that a row is made of at most; of more than that each would have too few bits of a share. */
const MOST_TAPS = 256;

/** Samples that are kept at most of the rows that a row is made of: 32 MiB. */
const RING = 2 ** 24;

/** Whether rows of so many samples can be scaled by such weights in numbers of 16 bits. */
export function fitsBytes(rows: Weights, columns: Weights, length: number): boolean {
  return Math.max(rows.taps, columns.taps) <= MOST_TAPS && rows.taps * length <= RING;
}

/**
 * Scales 8-bit rows without alpha, the rows first, in numbers of 16 bits: off by 0.1 levels before they are rounded.
 * `store` gets each row of the result, in an array that the next one overwrites.
 */
export function resampleBytes(
  input: Image,
  rows: Weights,
  columns: Weights,
  store: (line: Uint8Array, y: number) => void,
): void {
  const { channels, data } = input;
  const length = sampleCount({ ...input, height: 1 });
  const narrow = columns.starts.length * channels;
  Simd.run((simd) => {
    const { code } = simd;
    const bytes = simd.take(Math.max(length, narrow));
    const load = (y: number, at: number) => {
      simd.bytes.set(data.subarray(y * length, (y + 1) * length), bytes);
      code.widen(bytes, length, BITS, at);
    };
    const down = scaleDown(simd, rows, length, load);
    const across = scaleAcross(simd, columns, channels);
    const line = simd.take(2 * (length + columns.taps * channels));
    const result = simd.take(2 * narrow);
    for (let y = 0; y < rows.starts.length; y++) {
      down(y, line);
      across(line, result);
      code.narrow(result, narrow, BITS, bytes);
      store(simd.bytes.subarray(bytes, bytes + narrow), y);
    }
  });
}

/** Makes row `y` of a picture's own, of which only as many are kept as it takes. */
function scaleDown(
  simd: Simd,
  weights: Weights,
  length: number,
  load: (y: number, at: number) => void,
): (y: number, to: number) => void {
  const { taps, starts } = weights;
  const shares = FINE.takeShares(simd, taps, weights.weights);
  const stride = Math.ceil((2 * length) / 64) * 64;
  const ring = simd.take(taps * stride);
  const places = simd.take(4 * shares.taps);
  const slot = (row: number) => ring + (row % taps) * stride;
  let next = 0;
  return (y, to) => {
    const start = starts[y] as number;
    for (next = Math.max(next, start); next < start + taps; next++) load(next, slot(next));
    for (let tap = 0; tap < shares.taps; tap++) simd.words[places / 4 + tap] = slot(start + tap);
    FINE.sum(simd, places, shares, shares.table + y * shares.row, length, to);
  };
}

/** Makes a row of another, which may be read as many pixels behind its end as there are taps. */
function scaleAcross(
  simd: Simd,
  { taps, starts, weights }: Weights,
  channels: number,
): (from: number, to: number) => void {
  const shares: Shares = FINE.takeShares(simd, taps, weights);
  const pixels = starts.length;
  const places = simd.take(4 * pixels);
  const rows = simd.take(4 * pixels);
  simd.words.set(
    starts.map((start) => start * channels * FINE.bytes),
    places / 4,
  );
  simd.words.set(
    starts.map((_, x) => shares.table + x * shares.row),
    rows / 4,
  );
  return (from, to) => FINE.mix(simd, places, shares, rows, { from, pixels, channels, to });
}

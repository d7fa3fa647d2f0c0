/** The neighbourhood filter on the CPU, row by row in 32-bit SIMD; each pair of pixels is weighed once for both. */
import type { Image } from '../../core/image.ts';
import { rowsPerYield, type Work } from '../../core/turns.ts';
import { Simd } from '../simd/simd.ts';
import { BEYOND, type Similarity } from './neighbourhood-filter.ts';
import {
  type ColumnRange,
  meanStorer,
  type PlaneLayout,
  planeReader,
  planesFor,
  RowRing,
} from './padded-planes.ts';
import { type Pair, PatchDistances, pairsWithin } from './patch-distances.ts';

const BEYOND_IN_FLOATS = Math.fround(BEYOND);

/** Columns that are filtered at once. This bounds the memory to 6 MiB whatever the width. */
const STRIP = 2048;

/** Pixels between two yields: each is compared with up to hundreds of others. */
const PIXELS = 2 ** 12;

/** Filters a picture. A weight may be off by 5e-7, and by 1e-7 more for each unit of its exponent. */
export function* filterNeighbourhoods(input: Image, similarity: Similarity, output: Image): Work<void> {
  for (let first = 0; first < input.width; first += STRIP) {
    const columns = { first, end: Math.min(first + STRIP, input.width) };
    yield* Simd.lend((simd) => mixColumns(simd, input, similarity, columns, output));
  }
}

function* mixColumns(
  simd: Simd,
  input: Image,
  similarity: Similarity,
  columns: ColumnRange,
  output: Image,
): Work<void> {
  const { height, channels } = input;
  const { reach, patch } = similarity;
  const pad = reach + patch;
  // Columns within reach on both sides take part, with whatever of their own neighbourhood is loaded.
  const around = { first: Math.max(0, columns.first - pad), end: Math.min(input.width, columns.end + pad) };
  const planes = planesFor(channels, around.end - around.first, pad);
  const rows = new RowRing(simd, pad + 1, planes, channels, planeReader(simd, input, around, planes));
  const sums = new RowRing(simd, reach + 1, planes, channels + 1, (y, at) =>
    beginSums(simd, rows.at(y), planes, at),
  );
  const store = meanStorer(simd, output, columns, planes);
  const pairs = pairsWithin(reach);
  const squares = new PatchDistances(simd, rows, planes, pairs, patch, height);
  const mix = pairMixer(simd, similarity, planes);
  const band = rowsPerYield(planes.width, PIXELS);
  for (let y = 0; y < height; y++) {
    if (y % band === 0) yield;
    for (const [index, pair] of pairs.entries()) {
      if (y + pair.dy >= height) break;
      const other = y + pair.dy;
      mix(pair, squares.at(index, y), rows.at(y), rows.at(other), sums.at(y), sums.at(other));
    }
    const skipped = 4 * (columns.first - around.first);
    store(sums.at(y) + skipped, y);
    if (input.type === 'f32') keepUnusual(simd, input, rows.at(y) + skipped, columns, y, output);
  }
}

/** Starts the sums of a row with its own pixels, each with a weight of 1. */
function beginSums(simd: Simd, row: number, { channels, stride, before }: PlaneLayout, to: number): void {
  const [from, start] = [row - 4 * before, to - 4 * before];
  simd.bytes.copyWithin(start, from, from + channels * stride);
  const total = (start + channels * stride) / 4;
  simd.floats.fill(1, total, total + stride / 4);
}

/**
 * Returns a function that adds to each pixel of a row its partner `dx` pixels further in another row, and the other
 * way round.
 */
function pairMixer(simd: Simd, similarity: Similarity, { channels, stride, width }: PlaneLayout) {
  const { code } = simd;
  const { patch, perSquare, spare, perDistance } = similarity;
  const weights = simd.take(stride);
  return (
    { dx, dy }: Pair,
    squares: number,
    one: number,
    other: number,
    sums: number,
    otherSums: number,
  ): void => {
    const first = Math.max(0, -dx);
    const pixels = Math.min(width, width - dx) - first;
    if (pixels <= 0) return;
    const [from, there] = [4 * first, 4 * (first + dx)];
    code.weighSquares(
      squares + from,
      2 * patch + 1,
      spare / perSquare,
      Math.LOG2E * perSquare,
      Math.LOG2E * perDistance * (dx * dx + dy * dy),
      pixels,
      weights,
    );
    code.addWeighted(weights, other + there, channels, stride, pixels, sums + from);
    code.addWeighted(weights, one + from, channels, stride, pixels, otherSums + there);
  };
}

/** Copies pixels that resemble no other (see `BEYOND`). */
function keepUnusual(
  { floats }: Simd,
  { data, width, channels }: Image,
  row: number,
  { first, end }: ColumnRange,
  y: number,
  output: Image,
): void {
  for (let x = first; x < end; x++) {
    if (floats[row / 4 + x - first] !== BEYOND_IN_FLOATS) continue;
    const at = (y * width + x) * channels;
    output.data.set(data.subarray(at, at + channels), at);
  }
}

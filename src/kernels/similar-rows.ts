import type { Image } from '../core/image.ts';
import { readRow } from './premultiplied.ts';
import { BEYOND, FAR, markBeyond, type Similarity, storeMean } from './similar.ts';

/** Entries of the table of weights for each unit of the exponent: linear in between, 5e-7 off at most. */
const STEPS = 512;

const WEIGHTS = Float64Array.from({ length: FAR * STEPS + 2 }, (_, step) => Math.exp(-step / STEPS));

/** One pixel and another that lies `dx` to the right and `dy` below; each pair is looked at once. */
interface Pair {
  readonly dx: number;
  readonly dy: number;
  readonly far: number;
}

function pairsOf({ reach, perDistance }: Similarity): Pair[] {
  const pairs: Pair[] = [];
  for (let dy = 0; dy <= reach; dy++) {
    for (let dx = dy === 0 ? 1 : -reach; dx <= reach; dx++) {
      const far = perDistance * (dx * dx + dy * dy);
      if (far < FAR) pairs.push({ dx, dy, far });
    }
  }
  return pairs;
}

/** Rows in a ring, each made when it is first needed. */
class Ring {
  readonly #rows: Float64Array[];
  readonly #make: (index: number, row: Float64Array) => void;
  #next = 0;

  constructor(count: number, length: number, make: (index: number, row: Float64Array) => void) {
    this.#rows = Array.from({ length: count }, () => new Float64Array(length));
    this.#make = make;
  }

  at(index: number): Float64Array {
    for (; this.#next <= index; this.#next++) {
      this.#make(this.#next, this.#rows[this.#next % this.#rows.length] as Float64Array);
    }
    return this.#rows[index % this.#rows.length] as Float64Array;
  }
}

/**
 * Row by row, in tables and with each pair weighed once for both. Differences of patches are those of pixels
 * added up along columns and rows; each is kept for as many rows as a patch has.
 */
export function mixSimilar(input: Image, similarity: Similarity, output: Image): void {
  const { width, height, channels, data } = input;
  const { reach, patch } = similarity;
  const pad = reach + patch;
  const rows = new Ring(pad + 1, (width + 2 * pad) * channels, (y, row) => {
    readRow(input, y, pad, row);
    if (input.type === 'f32') markBeyond(row, channels);
  });
  // Each pixel's sums and the total of its weights; a row starts with its own pixels.
  const sums = new Ring(reach + 1, width * (channels + 1), (y, row) =>
    beginSums(rows.at(y), row, pad, channels),
  );
  const pairs = pairsOf(similarity);
  const side = 2 * patch + 1;
  const length = width + 2 * patch;
  const squares = new Float32Array(pairs.length * side * length);
  const slot = (index: number, row: number) =>
    squares.subarray((index * side + ((row + side) % side)) * length).subarray(0, length);
  const weights = new Float64Array(width);
  const column = new Float64Array(length);
  const inside = (row: number) => Math.max(0, Math.min(height - 1, row));
  const compare = (index: number, { dx, dy }: Pair, row: number) =>
    addSquares(rows.at(inside(row)), rows.at(inside(row + dy)), reach, dx, channels, slot(index, row));
  for (let y = 0; y < height; y++) {
    for (const [index, pair] of pairs.entries()) {
      if (y + pair.dy >= height) break;
      for (let row = y === 0 ? -patch : y + patch; row <= y + patch; row++) compare(index, pair, row);
      addPatches(
        Array.from({ length: side }, (_, row) => slot(index, y - patch + row)),
        column,
        weights,
      );
      weigh(weights, similarity, pair);
      const [one, other] = [sums.at(y), sums.at(y + pair.dy)];
      mixPair(rows.at(y), rows.at(y + pair.dy), weights, one, other, { dx: pair.dx, pad, channels });
    }
    const [own, row] = [sums.at(y), rows.at(y)];
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * channels;
      if (row[(pad + x) * channels] === BEYOND) output.data.set(data.subarray(at, at + channels), at);
      else storeMean(own, x * (channels + 1), own[x * (channels + 1) + channels] as number, output, at);
    }
  }
}

function beginSums(row: Float64Array, sums: Float64Array, pad: number, channels: number): void {
  for (let at = 0, from = pad * channels; at < sums.length; at += channels + 1, from += channels) {
    for (let i = 0; i < channels; i++) sums[at + i] = row[from + i] as number;
    sums[at + channels] = 1;
  }
}

/** Squared differences of the pixels of a row from `first` on and those `dx` behind them in another. */
function addSquares(
  one: Float64Array,
  other: Float64Array,
  first: number,
  dx: number,
  channels: number,
  to: Float32Array,
): void {
  let at = first * channels;
  let there = at + dx * channels;
  if (channels === 3) {
    for (let x = 0; x < to.length; x++, at += 3, there += 3) {
      const red = (one[at] as number) - (other[there] as number);
      const green = (one[at + 1] as number) - (other[there + 1] as number);
      const blue = (one[at + 2] as number) - (other[there + 2] as number);
      to[x] = red * red + green * green + blue * blue;
    }
    return;
  }
  for (let x = 0; x < to.length; x++) {
    let square = 0;
    for (let i = 0; i < channels; i++) square += ((one[at++] as number) - (other[there++] as number)) ** 2;
    to[x] = square;
  }
}

/** Sums over patches: added anew for each, since what large floats leave in a running sum is lost. */
function addPatches(rows: readonly Float32Array[], column: Float64Array, to: Float64Array): void {
  if (rows.length === 1) {
    to.set(rows[0] as Float32Array);
    return;
  }
  const [a, b, c, d, e] = rows as [Float32Array, Float32Array, Float32Array, Float32Array?, Float32Array?];
  for (let x = 0; x < column.length; x++) column[x] = (a[x] as number) + (b[x] as number) + (c[x] as number);
  if (!d || !e) {
    for (let x = 0; x < to.length; x++)
      to[x] = (column[x] as number) + (column[x + 1] as number) + (column[x + 2] as number);
    return;
  }
  for (let x = 0; x < column.length; x++)
    column[x] = (column[x] as number) + ((d[x] as number) + (e[x] as number));
  for (let x = 0; x < to.length; x++) {
    const left = (column[x] as number) + (column[x + 1] as number);
    to[x] = left + (column[x + 2] as number) + ((column[x + 3] as number) + (column[x + 4] as number));
  }
}

/** Weights from sums over patches, in place. */
function weigh(weights: Float64Array, { perSquare, spare }: Similarity, { far }: Pair): void {
  for (let x = 0; x < weights.length; x++) {
    const near = perSquare * (weights[x] as number) - spare;
    const exponent = Math.max(near, 0) + far;
    if (exponent >= FAR) {
      weights[x] = 0;
      continue;
    }
    const place = exponent * STEPS;
    const step = place | 0;
    const weight = WEIGHTS[step] as number;
    weights[x] = weight + (place - step) * ((WEIGHTS[step + 1] as number) - weight);
  }
}

/** Adds to each pixel of a row those `dx` behind them in another, and the other way round. */
function mixPair(
  one: Float64Array,
  other: Float64Array,
  weights: Float64Array,
  sums: Float64Array,
  otherSums: Float64Array,
  { dx, pad, channels }: { dx: number; pad: number; channels: number },
): void {
  const first = Math.max(0, -dx);
  const end = Math.min(weights.length, weights.length - dx);
  const mix = channels === 3 ? addThree : addAny;
  const stride = channels + 1;
  mix(other, (pad + first + dx) * channels, weights, first, end, sums, first * stride, channels);
  mix(one, (pad + first) * channels, weights, first, end, otherSums, (first + dx) * stride, channels);
}

/** Adds the weighted pixels from `at` on, and their weights, to the sums from `to` on. */
type Add = (
  from: Float64Array,
  at: number,
  weights: Float64Array,
  first: number,
  end: number,
  sums: Float64Array,
  to: number,
  channels: number,
) => void;

const addAny: Add = (from, at, weights, first, end, sums, to, channels) => {
  for (let x = first; x < end; x++) {
    const weight = weights[x] as number;
    for (let i = 0; i < channels; i++, to++)
      sums[to] = (sums[to] as number) + weight * (from[at++] as number);
    sums[to] = (sums[to++] as number) + weight;
  }
};

const addThree: Add = (from, at, weights, first, end, sums, to) => {
  for (let x = first; x < end; x++, at += 3, to += 4) {
    const weight = weights[x] as number;
    sums[to] = (sums[to] as number) + weight * (from[at] as number);
    sums[to + 1] = (sums[to + 1] as number) + weight * (from[at + 1] as number);
    sums[to + 2] = (sums[to + 2] as number) + weight * (from[at + 2] as number);
    sums[to + 3] = (sums[to + 3] as number) + weight;
  }
};

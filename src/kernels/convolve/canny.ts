/** Canny's edge detector (1986) in integer SIMD: Gaussian, Sobel gradients, non-maximum suppression, hysteresis. */
import { hasAlpha, type Image } from '../../core/image.ts';
import { rowsPerYield, type Work } from '../../core/turns.ts';
import { blockReader, eachBlock } from '../pixels/color-blocks.ts';
import { BLOCK, PLANE } from '../pixels/color-planes.ts';
import { nearest } from '../pixels/edges.ts';
import { levelsPerUnit } from '../pixels/histogram.ts';
import { Simd } from '../simd/simd.ts';
import {
  GRADIENT_SHIFT,
  STRONG,
  smoothingWeights,
  squaredThresholds,
  WEAK,
  WEIGHT_BITS,
  WEIGHT_HALF,
  WIDEN,
} from './canny-levels.ts';

/** Kinds of all pixels, with a border of `NO_EDGE` so that every pixel has eight neighbours. */
interface EdgeMap {
  readonly data: Uint8Array;
  readonly stride: number;
}

/** Draws edges in white on black. */
export function* cannyEdges(
  input: Image,
  { sigma, low, high }: { sigma: number; low: number; high: number },
  white: number,
  output: Image,
): Work<void> {
  const { width, height } = input;
  const kinds = yield* Simd.lend((simd) =>
    suppressNonMaxima(simd, input, sigma, squaredThresholds(low, high)),
  );
  const { data, stride } = kinds;
  yield* traceHysteresis(kinds);
  const band = rowsPerYield(width);
  for (let y = 0, at = 0; y < height; y++) {
    const start = (y + 1) * stride + 1;
    for (let x = 0; x < width; x++) output.data[at++] = data[start + x] === STRONG ? white : 0;
    if (y % band === 0) yield;
  }
}

/** Writes row `y` to a place. */
type RowMaker = (y: number, to: number) => void;

/** Finds the pixels whose gradient is largest along its direction, and whether they are weak or strong. */
function* suppressNonMaxima(
  simd: Simd,
  input: Image,
  sigma: number,
  [low, high]: [number, number],
): Work<EdgeMap> {
  const { code } = simd;
  const { width, height } = input;
  const stride = width + 2;
  const data = new Uint8Array(stride * (height + 2));
  const row = () => takeRow(simd, width, 1);
  const lines = [0, 1, 2].map(() => ({ across: row(), down: row(), squares: row() }));
  const lineAt = (y: number) => lines[(y + 3) % 3] as (typeof lines)[0];
  const none = row();
  const kinds = simd.take(width);
  const derive = gradientMaker(simd, input, sigma);
  const next = (y: number) => {
    const { across, down, squares } = lineAt(y);
    derive(y, across, down, squares);
    // Whole vectors have overwritten the zeros beyond both ends.
    simd.words[squares / 4 - 1] = 0;
    simd.words[squares / 4 + width] = 0;
  };
  const band = rowsPerYield(width);
  next(0);
  for (let y = 0; y < height; y++) {
    if (y + 1 < height) next(y + 1);
    const { across, down, squares } = lineAt(y);
    const above = y > 0 ? lineAt(y - 1).squares : none;
    const below = y + 1 < height ? lineAt(y + 1).squares : none;
    code.suppressNonMaxima(above, squares, below, across, down, width, low, high, kinds);
    data.set(simd.bytes.subarray(kinds, kinds + width), (y + 1) * stride + 1);
    if (y % band === 0) yield;
  }
  return { data, stride };
}

/** Takes memory for a row of 32-bit numbers with `pad` more on both sides, all 0. */
function takeRow(simd: Simd, width: number, pad: number): number {
  // Vectors may reach behind the row.
  const length = 4 * (width + 2 * pad + 4);
  const place = simd.take(length);
  simd.bytes.fill(0, place, place + length);
  return place + 4 * pad;
}

/** Repeats the numbers at both ends of a row. */
function surround({ words }: Simd, row: number, width: number, pad: number): void {
  const first = row / 4;
  words.fill(words[first] as number, first - pad, first);
  words.fill(words[first + width - 1] as number, first + width, first + width + pad);
}

/** Returns a function that writes the gradients of row `y` and their squares. Rows are asked for in order. */
function gradientMaker(
  simd: Simd,
  input: Image,
  sigma: number,
): (y: number, across: number, down: number, squares: number) => void {
  const { width, height } = input;
  const smooth = gaussianMaker(simd, input, smoothingWeights(sigma));
  const ring = [0, 1, 2].map(() => takeRow(simd, width, 1));
  const rowAt = (y: number) => ring[nearest(y, height) % 3] as number;
  let made = 0;
  return (y, across, down, squares) => {
    for (; made < height && made <= y + 1; made++) {
      smooth(made, rowAt(made));
      surround(simd, rowAt(made), width, 1);
    }
    simd.code.gradientsOf(rowAt(y - 1), rowAt(y), rowAt(y + 1), width, across, down, squares);
  };
}

/**
 * Returns a function that writes row `y` of the smoothed brightness, in 8192 levels: along the rows, which a ring
 * buffer keeps, then down the columns.
 */
function gaussianMaker(simd: Simd, input: Image, weights: Int32Array): RowMaker {
  const { width, height } = input;
  const radius = weights.length - 1;
  const shares = simd.take(4 * weights.length);
  simd.words.set(weights, shares / 4);
  const taps = 2 * radius + 1;
  const [along, columns] = [simd.take(4 * taps), simd.take(4 * taps)];
  const padded = takeRow(simd, width, radius);
  for (let tap = 0; tap < taps; tap++) simd.words[along / 4 + tap] = padded + 4 * (tap - radius);
  const ring = Array.from({ length: taps }, () => takeRow(simd, width, 0));
  const rowAt = (y: number) => ring[nearest(y, height) % taps] as number;
  const read = brightnessReader(simd, input);
  const sum = (places: number, shift: number, to: number) =>
    simd.code.weighPairs(places, shares, radius, width, WEIGHT_HALF, shift, to);
  let next = 0;
  return (y, to) => {
    for (; next < height && next <= y + radius; next++) {
      read(next, padded);
      surround(simd, padded, width, radius);
      sum(along, WEIGHT_BITS, rowAt(next));
    }
    for (let tap = 0; tap < taps; tap++) simd.words[columns / 4 + tap] = rowAt(y + tap - radius);
    sum(columns, WEIGHT_BITS + GRADIENT_SHIFT, to);
  };
}

/** `readBrightness` in SIMD. */
function brightnessReader(simd: Simd, input: Image): RowMaker {
  const { code } = simd;
  const { width, channels, type } = input;
  const planes = simd.take(4 * PLANE);
  const alphas = simd.take(4 * BLOCK);
  const levels = simd.take(4 * BLOCK);
  const read = blockReader(simd, input);
  return (y, to) =>
    eachBlock(width, (x, pixels) => {
      read(y * width + x, pixels, planes);
      code.lumaLevels(planes, pixels, levelsPerUnit(input), levels);
      code.widenLevels(levels, pixels, WIDEN[type]);
      if (hasAlpha(channels)) {
        code.sampleLevels(planes + 3 * PLANE, pixels, levelsPerUnit(input), alphas);
        code.widenLevels(alphas, pixels, WIDEN[type]);
        code.fadeLevels(levels, alphas, pixels);
      }
      simd.bytes.copyWithin(to + 4 * x, levels, levels + 4 * pixels);
    });
}

/** Pixels from which edges are traced between two yields. */
const FOLLOWED = 2 ** 15;

/** Bytes that are searched for the next strong pixel between two yields. */
const SEARCHED = 2 ** 22;

/** Hysteresis: makes weak edges that are connected with strong ones strong. */
function* traceHysteresis({ data, stride }: EdgeMap): Work<void> {
  const around = [-stride - 1, -stride, -stride + 1, -1, 1, stride - 1, stride, stride + 1];
  const found: number[] = [];
  for (let first = 0; first < data.length; first += SEARCHED) {
    const part = data.subarray(first, first + SEARCHED);
    let followed = 0;
    for (let at = part.indexOf(STRONG); at >= 0; at = part.indexOf(STRONG, at + 1)) {
      found.push(first + at);
      while (found.length > 0) {
        followed += follow(data, around, found, FOLLOWED - followed);
        if (followed < FOLLOWED) continue;
        followed = 0;
        yield;
      }
    }
    yield;
  }
}

/** Traces on from the pixels in `found`, from `most` of them at most. Returns from how many. */
function follow(data: Uint8Array, around: readonly number[], found: number[], most: number): number {
  let followed = 0;
  for (; followed < most && found.length > 0; followed++) {
    const from = found.pop() as number;
    for (const step of around) {
      if (data[from + step] !== WEAK) continue;
      data[from + step] = STRONG;
      found.push(from + step);
    }
  }
  return followed;
}

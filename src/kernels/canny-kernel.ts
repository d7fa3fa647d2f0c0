import { type Image, pixelCount } from '../core/image.ts';
import {
  GRADIENT_SHIFT,
  isAlong,
  readBrightness,
  STRONG,
  smoothingWeights,
  squaredThresholds,
  WEAK,
  WEIGHT_BITS,
  WEIGHT_HALF,
} from './canny-levels.ts';
import { nearest } from './edges.ts';

/** What pixels may be, with a pixel of no edge on all sides so that every one has eight neighbours. */
interface Kinds {
  readonly data: Uint8Array;
  readonly stride: number;
}

/** White on edges and black elsewhere, row by row. */
export function drawEdges(
  input: Image,
  { sigma, low, high }: { sigma: number; low: number; high: number },
  white: number,
  output: Image,
): void {
  const { width, height } = input;
  const kinds = findMaxima(smoothLevels(input, smoothingWeights(sigma)), input, squaredThresholds(low, high));
  const { data, stride } = kinds;
  followStrong(kinds);
  for (let y = 0, at = 0; y < height; y++) {
    const start = (y + 1) * stride + 1;
    for (let x = 0; x < width; x++) output.data[at++] = data[start + x] === STRONG ? white : 0;
  }
}

/** Brightness in 8192 levels, smoothed along rows, which a ring holds, and then columns. */
function smoothLevels(input: Image, weights: Int32Array): Uint16Array {
  const { width, height } = input;
  const smooth = new Uint16Array(pixelCount(input));
  const radius = weights.length - 1;
  const padded = new Int32Array(width + 2 * radius);
  const sums = new Int32Array(width);
  const ring = Array.from({ length: 2 * radius + 1 }, () => new Int32Array(width));
  const rowAt = (y: number) => ring[y % ring.length] as Int32Array;
  let next = 0;
  for (let y = 0; y < height; y++) {
    for (; next < height && next <= y + radius; next++) {
      readPadded(input, next, radius, padded);
      const slot = rowAt(next);
      startSums(padded.subarray(radius), weights[0] as number, slot);
      for (let reach = 1; reach <= radius; reach++) {
        const [left, right] = [padded.subarray(radius - reach), padded.subarray(radius + reach)];
        addPair(left, right, weights[reach] as number, slot);
      }
      for (let x = 0; x < width; x++) slot[x] = (slot[x] as number) >> WEIGHT_BITS;
    }
    startSums(rowAt(y), weights[0] as number, sums);
    for (let reach = 1; reach <= radius; reach++) {
      const [above, below] = [rowAt(nearest(y - reach, height)), rowAt(nearest(y + reach, height))];
      addPair(above, below, weights[reach] as number, sums);
    }
    const start = y * width;
    for (let x = 0; x < width; x++) smooth[start + x] = (sums[x] as number) >> (WEIGHT_BITS + GRADIENT_SHIFT);
  }
  return smooth;
}

function readPadded(input: Image, y: number, pad: number, row: Int32Array): void {
  const end = pad + input.width;
  readBrightness(input, y * input.width, row.subarray(pad, end));
  row.fill(row[pad] as number, 0, pad).fill(row[end - 1] as number, end);
}

function startSums(from: Int32Array, weight: number, sums: Int32Array): void {
  for (let x = 0; x < sums.length; x++) sums[x] = Math.imul(weight, from[x] as number) + WEIGHT_HALF;
}

function addPair(one: Int32Array, other: Int32Array, weight: number, sums: Int32Array): void {
  for (let x = 0; x < sums.length; x++) {
    const pair = (one[x] as number) + (other[x] as number);
    sums[x] = ((sums[x] as number) + Math.imul(weight, pair)) | 0;
  }
}

/** The gradients of a row, and their squares with nothing at both ends. */
interface Line {
  readonly across: Int32Array;
  readonly down: Int32Array;
  readonly squares: Int32Array;
}

function findMaxima(smooth: Uint16Array, { width, height }: Image, [low, high]: [number, number]): Kinds {
  const stride = width + 2;
  const data = new Uint8Array(stride * (height + 2));
  const lines = Array.from(
    { length: 3 },
    (): Line => ({
      across: new Int32Array(width),
      down: new Int32Array(width),
      squares: new Int32Array(stride),
    }),
  );
  const lineAt = (y: number) => lines[(y + 3) % 3] as Line;
  const work = [new Int32Array(stride), new Int32Array(stride)] as const;
  differentiate(smooth, 0, height, work, lineAt(0));
  for (let y = 0; y < height; y++) {
    if (y + 1 < height) differentiate(smooth, y + 1, height, work, lineAt(y + 1));
    else lineAt(y + 1).squares.fill(0);
    const kinds = data.subarray((y + 1) * stride, (y + 2) * stride);
    markMaxima(lineAt(y - 1).squares, lineAt(y), lineAt(y + 1).squares, [low, high], kinds);
  }
  return { data, stride };
}

/** Sobel's gradients of a row, from each column's smoothed levels and its differences. */
function differentiate(
  smooth: Uint16Array,
  y: number,
  height: number,
  [sums, changes]: readonly [Int32Array, Int32Array],
  { across, down, squares }: Line,
): void {
  const width = across.length;
  const rowAt = (row: number) =>
    smooth.subarray(nearest(row, height) * width, (nearest(row, height) + 1) * width);
  const [above, here, below] = [rowAt(y - 1), rowAt(y), rowAt(y + 1)];
  for (let x = 0; x < width; x++) {
    const [top, bottom] = [above[x] as number, below[x] as number];
    sums[x + 1] = top + 2 * (here[x] as number) + bottom;
    changes[x + 1] = bottom - top;
  }
  for (const line of [sums, changes]) {
    line[0] = line[1] as number;
    line[width + 1] = line[width] as number;
  }
  for (let x = 0; x < width; x++) {
    const dx = (sums[x + 2] as number) - (sums[x] as number);
    const dy = (changes[x] as number) + 2 * (changes[x + 1] as number) + (changes[x + 2] as number);
    across[x] = dx;
    down[x] = dy;
    squares[x + 1] = Math.imul(dx, dx) + Math.imul(dy, dy);
  }
}

/** Finds the pixels of a row whose gradient is largest along itself: of two alike, the former. */
function markMaxima(
  above: Int32Array,
  { across, down, squares }: Line,
  below: Int32Array,
  [low, high]: readonly [number, number],
  kinds: Uint8Array,
): void {
  for (let x = 1; x <= across.length; x++) {
    const square = squares[x] as number;
    if (square < low) continue;
    const [dx, dy] = [across[x - 1] as number, down[x - 1] as number];
    const [a, b] = [Math.abs(dx), Math.abs(dy)];
    let [before, after] = [0, 0];
    if (isAlong(a, b)) {
      before = squares[x - 1] as number;
      after = squares[x + 1] as number;
    } else {
      const step = isAlong(b, a) ? 0 : dx < 0 === dy < 0 ? 1 : -1;
      before = above[x - step] as number;
      after = below[x + step] as number;
    }
    if (square > before && square >= after) kinds[x] = square >= high ? STRONG : WEAK;
  }
}

/** Makes strong what is connected with strong edges. */
function followStrong({ data, stride }: Kinds): void {
  const around = [-stride - 1, -stride, -stride + 1, -1, 1, stride - 1, stride, stride + 1];
  const found: number[] = [];
  for (let at = data.indexOf(STRONG); at >= 0; at = data.indexOf(STRONG, at + 1)) {
    found.push(at);
    while (found.length > 0) {
      const from = found.pop() as number;
      for (const step of around) {
        if (data[from + step] !== WEAK) continue;
        data[from + step] = STRONG;
        found.push(from + step);
      }
    }
  }
}

/**
 * The curves of contrast-limited adaptive histogram equalisation (Zuiderveld, 1994), and the reference that applies
 * them.
 */
import type { Image } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';
import type { Work } from '../../core/turns.ts';
import { addToColors, readLevels, readLuma } from '../pixels/histogram.ts';

/** Levels of a window's histogram, for every pixel type. */
export const LEVELS = 256;

/** Windows whose curves are computed between two yields. */
export const WINDOWS_PER_YIELD = 64;

/**
 * The windows' curves one after the other, in blocks of `WINDOWS_PER_YIELD` windows: for each level its new luma as a
 * fraction of white.
 */
export type Curves = readonly Float64Array[];

/** How many windows a picture is cut into. */
export interface Windows {
  readonly columns: number;
  readonly rows: number;
}

/** The luma histogram of each window. */
export function countLevels(input: Image, { columns, rows }: Windows): Uint32Array[] {
  const { width, height, type } = input;
  const counts = Array.from({ length: columns * rows }, () => new Uint32Array(LEVELS));
  const columnOf = Int32Array.from({ length: width }, (_, x) => Math.floor((x * columns) / width));
  const levels = new Int32Array(width);
  for (let y = 0; y < height; y++) {
    readLevels(input, y * width, levels);
    const row = Math.floor((y * rows) / height) * columns;
    for (let x = 0; x < width; x++) {
      const level = levels[x] as number;
      if (level < 0) continue;
      const window = counts[row + (columnOf[x] as number)] as Uint32Array;
      (window[type === 'u8' ? level : Math.floor((level + 128) / 257)] as number)++;
    }
  }
  return counts;
}

/**
 * Turns histograms into curves. Counts above a limit are cut off and spread over all levels. `slope` is the limit in
 * hundredths of an even histogram's count; 0 is no limit.
 */
export function* clippedCurves(
  windows: number,
  countsOf: (window: number) => Uint32Array,
  slope: number,
): Work<Curves> {
  const curves: Float64Array[] = [];
  for (let first = 0; first < windows; first += WINDOWS_PER_YIELD) {
    yield;
    const block = new Float64Array(LEVELS * Math.min(WINDOWS_PER_YIELD, windows - first));
    for (let at = 0; at < block.length; at += LEVELS) {
      clipCounts(countsOf(first + at / LEVELS), slope, block.subarray(at, at + LEVELS));
    }
    curves.push(block);
  }
  return curves;
}

function clipCounts(counts: Uint32Array, slope: number, curve: Float64Array): void {
  let all = 0;
  for (let level = 0; level < LEVELS; level++) all += counts[level] as number;
  const limit = slope === 0 ? all : Math.max(1, Math.floor((all * slope) / (100 * LEVELS)));
  let kept = 0;
  for (let level = 0; level < LEVELS; level++) kept += Math.min(counts[level] as number, limit);
  const share = (all - kept) / LEVELS;
  const lowest = Math.min(counts[0] as number, limit);
  const range = kept - lowest + 255 * share;
  let sum = -lowest;
  for (let level = 0; level < LEVELS; level++) {
    sum += Math.min(counts[level] as number, limit);
    curve[level] = range > 0 ? (sum + level * share) / range : level / 255;
  }
}

/** The two windows between whose centres a pixel lies, and its distance from the first in parts of the way. */
interface Place {
  readonly first: number;
  readonly second: number;
  readonly part: number;
}

export function placeOf(pixel: number, length: number, windows: number): Place {
  const position = Math.max(0, ((2 * pixel + 1) * windows - length) / (2 * length));
  const first = Math.floor(position);
  return { first, second: Math.min(first + 1, windows - 1), part: position - first };
}

/** Interpolates a luma of 0 to 255 between the curves of four windows. */
export function between(curves: Curves, across: Place, down: Place, columns: number, luma: number): number {
  const level = Math.min(254, Math.floor(luma));
  const mix = (from: number, to: number, part: number) => from + part * (to - from);
  const at = (column: number, row: number) => {
    const window = row * columns + column;
    const block = curves[Math.floor(window / WINDOWS_PER_YIELD)] as Float64Array;
    const from = LEVELS * (window % WINDOWS_PER_YIELD) + level;
    return mix(block[from] as number, block[from + 1] as number, luma - level);
  };
  const along = (row: number) => mix(at(across.first, row), at(across.second, row), across.part);
  return mix(along(down.first), along(down.second), down.part);
}

/** Gives each pixel the luma that `change` returns, a fraction of white, for its place and its luma of 0 to 255. */
export function changeLuma(
  input: Image,
  output: Image,
  change: (x: number, y: number, luma: number) => number,
): void {
  const { width, height } = input;
  const white = WHITE[input.type];
  const luma = new Float64Array(width);
  for (let y = 0; y < height; y++) {
    readLuma(input, y * width, luma);
    for (let x = 0; x < width; x++) {
      const value = luma[x] as number;
      luma[x] = white * change(x, y, (255 / white) * value) - value;
    }
    addToColors(input, output, y * width, luma);
  }
}

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
export function* clippedCurves(counts: readonly Uint32Array[], slope: number): Work<Curves> {
  const curves: Float64Array[] = [];
  let block = new Float64Array(0);
  for (const [index, window] of counts.entries()) {
    const place = index % WINDOWS_PER_YIELD;
    if (place === 0) {
      yield;
      block = new Float64Array(LEVELS * Math.min(WINDOWS_PER_YIELD, counts.length - index));
      curves.push(block);
    }
    const all = window.reduce((sum, count) => sum + count, 0);
    const limit = slope === 0 ? all : Math.max(1, Math.floor((all * slope) / (100 * LEVELS)));
    const cut = window.map((count) => Math.min(count, limit));
    const kept = cut.reduce((sum, count) => sum + count, 0);
    const share = (all - kept) / LEVELS;
    const lowest = cut[0] as number;
    const range = kept - lowest + 255 * share;
    let sum = -lowest;
    cut.forEach((count, level) => {
      sum += count;
      block[LEVELS * place + level] = range > 0 ? (sum + level * share) / range : level / 255;
    });
  }
  return curves;
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

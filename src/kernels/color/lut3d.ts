/** 3-D look-up tables: their size, and how one is read from a picture. */
import { invalidParameters } from '../../core/errors.ts';
import { type Image, pixelCount, type Shape } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';
import type { Work } from '../../core/turns.ts';

/** A cube of colours. Red changes first, then green, then blue. */
export interface Lut3d {
  /** Colours along a side. */
  readonly size: number;
  /** Red, green and blue of each, in fractions of white. */
  readonly colors: Float32Array;
}

/**
 * Colours along a side of a table given as a picture: a decoded `.cube` file, `size` wide and `size * size` high, or
 * a Hald CLUT, a square of level^3 pixels a side for level^2 colours. Throws `invalid-parameter` for other shapes.
 */
export function lutSize({ width, height }: Shape): number {
  if (width > 1 && height === width * width) return width;
  const level = Math.round(Math.cbrt(width));
  if (width === height && level > 1 && level ** 3 === width) return level * level;
  const expected = 'expected a .cube file or a Hald CLUT, a square of 8, 27, 64, 125, 216, ... pixels a side';
  throw invalidParameters([{ pointer: '/lut', reason: `${expected}, received ${width}x${height}` }]);
}

/** Colours that are read between two yields. */
const STRETCH = 2 ** 16;

/** Reads a table. Both shapes hold the same colours in the same order. */
export function* readLut(table: Image): Work<Lut3d> {
  const { data, channels } = table;
  const size = lutSize(table);
  if (data instanceof Float32Array && channels === 3) return { size, colors: data };
  const colors = new Float32Array(3 * pixelCount(table));
  for (let first = 0; first < pixelCount(table); first += STRETCH) {
    readColors(table, first, colors.subarray(3 * first, 3 * (first + STRETCH)));
    yield;
  }
  return { size, colors };
}

function readColors({ data, channels, type }: Image, first: number, colors: Float32Array): void {
  const [green, blue] = channels < 3 ? [0, 0] : [1, 2];
  for (let at = 0, from = first * channels; at < colors.length; at += 3, from += channels) {
    colors[at] = (data[from] as number) / WHITE[type];
    colors[at + 1] = (data[from + green] as number) / WHITE[type];
    colors[at + 2] = (data[from + blue] as number) / WHITE[type];
  }
}

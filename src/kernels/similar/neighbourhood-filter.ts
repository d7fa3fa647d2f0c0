/**
 * The neighbourhood filter that the bilateral filter (Tomasi and Manduchi, 1998) and non-local means (Buades, Coll
 * and Morel, 2005) are cases of: definition, reference in f64, and GPU pass.
 */
import { hasAlpha, type Image, type Shape } from '../../core/image.ts';
import type { Pass } from '../../core/pass.ts';
import { LEVEL_LIMIT, roundLevel, WHITE } from '../../core/pixel.ts';
import { nearest } from '../pixels/edges.ts';
import { readRow } from '../pixels/premultiplied.ts';

/**
 * Parameters. The result is a weighted mean of the pixels around each one. The weight of another pixel is `exp(-e)`,
 * with `e = max(perSquare * squares - spare, 0) + perDistance * (dx^2 + dy^2)`; the pixel itself weighs 1. `squares`
 * is the sum of squared differences of all channels, premultiplied, between the patch around the pixel and that
 * around the other.
 */
export interface Similarity {
  /** Radius in pixels of the window of other pixels. */
  readonly reach: number;
  /** Radius in pixels of a patch: 0 to 2. */
  readonly patch: number;
  readonly perSquare: number;
  readonly spare: number;
  readonly perDistance: number;
}

/** Exponent from which a weight counts as 0: `exp(-40)` is 4e-18. */
const FAR = 40;

/**
 * Floats of this size and NaN resemble no other pixel, and stay. Squares of it, and their sums, fit 32-bit floats.
 */
export const BEYOND = 1e15;

/** Part of white below which an alpha fades its colour to black, which would consist of rounding errors. */
const FAINT = 1e-6;

/** Sets all channels of pixels with NaN or a huge float to `BEYOND`. */
function markBeyond(samples: Float64Array, channels: number): void {
  for (let at = 0; at < samples.length; at += channels) {
    let usual = true;
    for (let i = at; i < at + channels; i++) usual &&= Math.abs(samples[i] as number) < BEYOND;
    if (!usual) samples.fill(BEYOND, at, at + channels);
  }
}

/** Stores the pixel whose premultiplied mean is `sums / total`. */
function storeMean(sums: Float64Array, from: number, total: number, output: Image, at: number): void {
  const { data, channels, type } = output;
  const limit = LEVEL_LIMIT[type];
  let share = 1 / total;
  let colors = channels;
  if (hasAlpha(channels)) {
    colors--;
    const alpha = (sums[from + colors] as number) / total;
    data[at + colors] = roundLevel(alpha, limit);
    share = WHITE[type] / (Math.max(alpha, FAINT * WHITE[type]) * total);
  }
  for (let i = 0; i < colors; i++) data[at + i] = roundLevel((sums[from + i] as number) * share, limit);
}

/** The reference, in f64. */
export function filterNeighbourhoodsExactly(input: Image, similarity: Similarity, output: Image): void {
  const { width, height, channels, data } = input;
  const { reach, patch, perSquare, spare, perDistance } = similarity;
  const pad = reach + patch;
  const length = (width + 2 * pad) * channels;
  const samples = padded(input, pad);
  const at = (x: number, y: number) => (y + pad) * length + (x + pad) * channels;
  const sums = new Float64Array(channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const own = (y * width + x) * channels;
      if (samples[at(x, y)] === BEYOND) {
        output.data.set(data.subarray(own, own + channels), own);
        continue;
      }
      sums.fill(0);
      let total = 0;
      for (let row = Math.max(0, y - reach); row <= Math.min(height - 1, y + reach); row++) {
        for (let column = Math.max(0, x - reach); column <= Math.min(width - 1, x + reach); column++) {
          const far = perDistance * ((row - y) ** 2 + (column - x) ** 2);
          const squares = squaresOf(samples, at(x, y), at(column, row), patch, length, channels);
          const self = row === y && column === x;
          const exponent = far + (self ? 0 : Math.max(perSquare * squares - spare, 0));
          if (exponent >= FAR) continue;
          const weight = Math.exp(-exponent);
          for (let i = 0; i < channels; i++) {
            sums[i] = (sums[i] as number) + weight * (samples[at(column, row) + i] as number);
          }
          total += weight;
        }
      }
      storeMean(sums, 0, total, output, own);
    }
  }
}

/** The premultiplied picture with `pad` pixels more on each side, the edges repeated. */
function padded(input: Image, pad: number): Float64Array {
  const { width, height, channels } = input;
  const length = (width + 2 * pad) * channels;
  const samples = new Float64Array(length * (height + 2 * pad));
  for (let y = 0; y < height + 2 * pad; y++) {
    readRow(input, nearest(y - pad, height), pad, samples.subarray(y * length, (y + 1) * length));
  }
  markBeyond(samples, channels);
  return samples;
}

/** The sum of squared differences between the patches around two pixels; `length` is samples per row. */
function squaresOf(
  samples: Float64Array,
  one: number,
  other: number,
  patch: number,
  length: number,
  channels: number,
): number {
  let squares = 0;
  for (let row = -patch * length; row <= patch * length; row += length) {
    for (let i = row - patch * channels; i < row + (patch + 1) * channels; i++) {
      squares += ((samples[one + i] as number) - (samples[other + i] as number)) ** 2;
    }
  }
  return squares;
}

/** Columns and rows of the result for each workgroup. */
const TILE = [16, 16] as const;

export function neighbourhoodPass(input: Shape, similarity: Similarity): Pass {
  const { reach, patch, perSquare, spare, perDistance } = similarity;
  const uniforms = {
    reach,
    patch_reach: patch,
    per_square: perSquare,
    spare,
    per_distance: perDistance,
    white: WHITE[input.type],
  };
  return {
    entry: 'ops/similar/pixels',
    tile: TILE,
    params: { module: 'ops/similar/params', uniforms },
    rounded: input.type,
    stages: [],
    source: input,
    goal: input,
    halo: reach + patch,
    reads: (2 * reach + 1) ** 2 * (2 * patch + 1) ** 2,
  };
}

import { type Extent, hasAlpha, type Image, type Shape } from '../core/image.ts';
import type { Pass, RowMap } from '../core/pass.ts';
import { LEVEL_LIMIT, roundLevel } from '../core/pixel.ts';
import { type Sampler, samplerFor } from '../kernels/sampler.ts';
import { type Interior, interiorFor } from '../kernels/warp-interior.ts';
import { type Interpolator, TAPS } from '../math/interpolators.ts';
import { type Homography, positionsOf, tableOf } from '../math/positions.ts';
import { channelsFor, levelsOf } from './background.ts';
import type { Color } from './fields.ts';

/**
 * A picture seen through a matrix. Each pixel of the result has a position in the picture, between
 * pixels as a rule, and is interpolated there. Around the picture lie pixels of the background, which
 * are interpolated as well, so that the edge is soft; what is a whole pixel or more outside is
 * background alone. `nearest` takes the pixel before the position, as libvips does.
 *
 * With alpha, colours count as much as they are opaque, and those without alpha are black; `nearest`
 * takes pixels as they are. Pixels that weigh 0, also for their alpha, do not count, so NaN and infinities
 * stay where they are at whole positions; elsewhere they spread to what they weigh in. In `nohalo`, slopes
 * that are NaN are flat.
 *
 * Positions are in fixed point (`math/positions.ts`), so that backends agree to the bit on which pixels
 * they read. A pixel of the result reads 1, 4 or 16 of the picture, most of them from a cache, and is
 * written once.
 */
export interface Warp {
  readonly map: Homography;
  readonly extent: Extent;
  readonly interpolator: Interpolator;
  readonly background: Color;
  /** The rows that each row of the result reads, but for what the interpolator adds; all unless given. */
  readonly reach?: { readonly rows: RowMap; readonly halo: number };
}

/** The result's shape: with more channels where the background needs them. */
export function warpedShape(input: Shape, { extent, background }: Warp): Shape {
  const { width, height } = extent;
  return { ...input, width, height, channels: channelsFor(background, input) };
}

/** The obvious way, in f64. */
export function warpExactly(input: Image, warp: Warp, output: Image): void {
  warpWith(input, warp, output, () => false);
}

/** The same with a shorter way for pixels that read nothing but the picture. */
export function warpQuickly(input: Image, warp: Warp, output: Image): void {
  warpWith(input, warp, output, interiorFor(input, warp.interpolator, output));
}

function warpWith(input: Image, warp: Warp, output: Image, interior: Interior): void {
  const { columns, rows } = positionsOf(warp.map, output);
  const { width, height, channels } = output;
  const background = levelsOf(warp.background, input);
  const sampler = samplerOf(input, warp, background, output);
  const before = warp.interpolator === 'nearest' ? 0 : -1;
  const around = Float64Array.from(background);
  const color = new Float64Array(4);
  for (let y = 0; y < height; y++) {
    const [rowX, rowY, rowZ] = [rows.x[y] as number, rows.y[y] as number, rows.z[y] as number];
    for (let x = 0; x < width; x++) {
      const z = (columns.z[x] as number) + rowZ;
      const across = ((columns.x[x] as number) + rowX) / z;
      const down = ((columns.y[x] as number) + rowY) / z;
      const at = (y * width + x) * channels;
      const within = across >= before && across < input.width && down >= before && down < input.height;
      if (!(z > 0 && within)) {
        store(around, output, at);
        continue;
      }
      // Small integers to the compiler, which makes addresses of them.
      const column = Math.floor(across) | 0;
      const row = Math.floor(down) | 0;
      if (interior(column, row, across - column, down - row, at)) continue;
      sampler(column, row, across - column, down - row, color);
      store(color, output, at);
    }
  }
}

function samplerOf(
  input: Image,
  { interpolator }: Warp,
  background: readonly number[],
  output: Shape,
): Sampler {
  const byAlpha = hasAlpha(output.channels) && interpolator !== 'nearest';
  return samplerFor(input, { interpolator, background, byAlpha });
}

function store(color: Float64Array, { data, channels, type }: Image, at: number): void {
  const limit = LEVEL_LIMIT[type];
  data[at] = roundLevel(color[0] as number, limit);
  if (channels >= 3) {
    data[at + 1] = roundLevel(color[1] as number, limit);
    data[at + 2] = roundLevel(color[2] as number, limit);
  }
  if (channels % 2 === 0) data[at + channels - 1] = roundLevel(color[3] as number, limit);
}

/** One pass, with positions in its table. */
export function warpPass(input: Shape, warp: Warp): Pass {
  const goal = warpedShape(input, warp);
  const { interpolator, reach } = warp;
  const { first, count } = TAPS[interpolator];
  // A row for positions between rows, and one for what the line of the row map loses in rounding.
  const more = Math.max(-first, first + count - 1) + 2;
  return {
    entry: `ops/warp/${interpolator}`,
    params: {
      module: 'ops/warp/params',
      uniforms: {
        background: levelsOf(warp.background, input),
        extent: [input.width, input.height],
        by_alpha: hasAlpha(goal.channels) ? 1 : 0,
      },
    },
    table: tableOf(positionsOf(warp.map, goal)),
    rounded: goal.type,
    stages: [],
    source: input,
    goal,
    rows: reach?.rows ?? { scale: 0, offset: 0 },
    halo: reach ? reach.halo + more : Infinity,
  };
}

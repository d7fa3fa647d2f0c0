/** What the ops `affine`, `perspective` and `rotate` share: positions, interpolation, edges and alpha. */
import { type Extent, hasAlpha, type Image, type Shape } from '../../../core/image.ts';
import { notingHoles, type Pass, type RowMap } from '../../../core/pass.ts';
import { type Channels, LEVEL_LIMIT, roundLevel } from '../../../core/pixel.ts';
import { toEnd, type Work, workOf } from '../../../core/turns.ts';
import { HALF_LEFT, leastLeft, mixAroundHoles } from '../../../kernels/pixels/holes.ts';
import { type Sampler, samplerFor } from '../../../kernels/warp/sampler.ts';
import { type PixelMaker, warpTiles } from '../../../kernels/warp/warp-tiles.ts';
import { type Interpolator, TAPS } from '../../../math/interpolators.ts';
import { type Homography, positionsOf, tableOf } from '../../../math/positions.ts';
import { channelsFor, levelsOf } from '../../lib/background.ts';
import type { Color } from '../../lib/fields.ts';

/**
 * A picture seen through a matrix. Each pixel of the result has a position in the picture, between
 * pixels as a rule, and is interpolated there. Around the picture lie pixels of the background, which
 * are interpolated as well, so that the edge is soft; what is a whole pixel or more outside is
 * background alone. `nearest` takes the pixel before the position, as libvips does.
 *
 * With alpha, colours count as much as they are opaque, and those without alpha are black; `nearest`
 * takes pixels as they are. Pixels that weigh 0, also for their alpha, do not count, so NaN and infinities
 * stay where they are at whole positions; elsewhere infinities spread to what they weigh in, and NaN is a hole. In
 * `nohalo` it spreads as well, and slopes that are NaN are flat.
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

const NON_FINITE =
  'NaN is a hole: a pixel is made of its other neighbours. It becomes NaN where there are none or, with `bicubic`, where less than half of the weights is left. With `nohalo`, NaN spreads. An infinity spreads to the pixels in which it has a weight, unless its alpha is 0. An infinite alpha makes colours NaN; where alpha becomes NaN, 0 or less, colours are black. `nearest` moves NaN and infinities like other samples.';

/** The members of an op that shows the picture through a matrix, which `layOut` finds for its parameters. */
export function byWarp<Params extends Pick<Warp, 'interpolator'>>(
  layOut: (input: Extent, params: Params) => Warp,
) {
  return {
    tolerance: { u8: 1, u16: 2, f32: 1e-5 },
    nonFinite: NON_FINITE,

    geometry: (input: Shape, params: Params): Shape => warpedShape(input, layOut(input, params)),

    /** The obvious way, in f64. */
    reference(input: Image, params: Params, output: Image): void {
      toEnd(warpAroundHoles(input, layOut(input, params), output, warpPixels));
    },

    features: (_: Shape, { interpolator }: Params) => ({ variant: interpolator }),

    /** In f32 and by tiles, except for what needs more digits. */
    kernel(input: Image, params: Params, output: Image): Work<void> {
      return warpAroundHoles(input, layOut(input, params), output, warpByTiles);
    },

    lower: (input: Shape, params: Params): Pass[] => [warpPass(input, layOut(input, params))],
  };
}

/** The result's shape: with more channels where the background needs them. */
function warpedShape(input: Shape, { extent, background }: Warp): Shape {
  const { width, height } = extent;
  return { ...input, width, height, channels: channelsFor(background, input) };
}

type WarpWith = (input: Image, warp: Warp, output: Image) => unknown | Work<unknown>;

/** `nearest` mixes nothing, and `nohalo` has no weights. */
function* warpAroundHoles(input: Image, warp: Warp, output: Image, warpWith: WarpWith): Work<void> {
  const { interpolator, background } = warp;
  if (interpolator === 'nearest' || interpolator === 'nohalo') {
    yield* workOf(warpWith(input, warp, output));
    return;
  }
  const gray = (level: number) => [255 * level, 255 * level, 255 * level];
  yield* mixAroundHoles(input, output, {
    mix: (image, to) => warpWith(image, warp, to),
    weigh: (plane, to, around) => warpWith(plane, { ...warp, background: gray(around) }, to),
    least: interpolator === 'bicubic' ? HALF_LEFT : leastLeft(1),
    byAlpha: hasAlpha(output.channels),
    aroundAlpha: levelsOf(background, input)[3] as number,
  });
}

function warpPixels(input: Image, warp: Warp, output: Image): void {
  const make = pixelMaker(input, warp, output);
  const { width, height, channels } = output;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) make(x, y, output, (y * width + x) * channels);
  }
}

function warpByTiles(input: Image, warp: Warp, output: Image): Work<boolean> {
  const { interpolator } = warp;
  const positions = positionsOf(warp.map, output);
  const background = levelsOf(warp.background, input);
  const byAlpha = hasAlpha(output.channels) && interpolator !== 'nearest';
  const make = pixelMaker(input, warp, output);
  return warpTiles(input, { positions, interpolator, background, byAlpha }, output, make);
}

/** Makes pixels of the result one by one. */
function pixelMaker(input: Image, warp: Warp, { width, height, channels, type }: Shape): PixelMaker {
  const { columns, rows } = positionsOf(warp.map, { width, height });
  const background = levelsOf(warp.background, input);
  const sampler = samplerOf(input, warp, background, channels);
  const before = warp.interpolator === 'nearest' ? 0 : -1;
  const around = Float64Array.from(background);
  const color = new Float64Array(4);
  return (x, y, { data }, at) => {
    const z = (columns.z[x] as number) + (rows.z[y] as number);
    const across = ((columns.x[x] as number) + (rows.x[y] as number)) / z;
    const down = ((columns.y[x] as number) + (rows.y[y] as number)) / z;
    const within = across >= before && across < input.width && down >= before && down < input.height;
    if (!(z > 0 && within)) {
      store(around, { data, channels, type }, at);
      return;
    }
    // Small integers to the compiler, which makes addresses of them.
    const column = Math.floor(across) | 0;
    const row = Math.floor(down) | 0;
    sampler(column, row, across - column, down - row, color);
    store(color, { data, channels, type }, at);
  };
}

function samplerOf(
  input: Image,
  { interpolator }: Warp,
  background: readonly number[],
  channels: Channels,
): Sampler {
  const byAlpha = hasAlpha(channels) && interpolator !== 'nearest';
  return samplerFor(input, { interpolator, background, byAlpha });
}

type Samples = Pick<Image, 'data' | 'channels' | 'type'>;

function store(color: Float64Array, { data, channels, type }: Samples, at: number): void {
  const limit = LEVEL_LIMIT[type];
  data[at] = roundLevel(color[0] as number, limit);
  if (channels >= 3) {
    data[at + 1] = roundLevel(color[1] as number, limit);
    data[at + 2] = roundLevel(color[2] as number, limit);
  }
  if (channels % 2 === 0) data[at + channels - 1] = roundLevel(color[3] as number, limit);
}

/** One pass, with positions in its table. */
function warpPass(input: Shape, warp: Warp): Pass {
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
    ...((interpolator === 'bilinear' || interpolator === 'bicubic') && notingHoles(input)),
    rounded: goal.type,
    stages: [],
    source: input,
    goal,
    rows: reach?.rows ?? { scale: 0, offset: 0 },
    halo: reach ? reach.halo + more : Infinity,
  };
}

/** The op `clahe`: contrast-limited adaptive histogram equalisation. */
import * as z from 'zod';
import type { Image, Shape } from '../../core/image.ts';
import { toEnd, type Work } from '../../core/turns.ts';
import { COUNTED_TILE } from '../../kernels/pixels/histogram.ts';
import { equaliseAdaptively } from '../../kernels/tone/clahe.ts';
import {
  between,
  changeLuma,
  clippedCurves,
  countLevels,
  LEVELS,
  placeOf,
  type Windows,
} from '../../kernels/tone/clahe-curves.ts';
import { number } from '../lib/fields.ts';
import type { Op } from '../op.ts';

/** Windows that lie across or down at most: what they share is then at most 64 MiB. */
const MAX_WINDOWS = 256;

const side = (what: string) =>
  z
    .number()
    .int()
    .min(1)
    .max(65536)
    .default(64)
    .meta({
      description: `Largest ${what} of a window. The picture is cut into windows of equal size.`,
      unit: 'pixels',
      suggested: [16, 512],
    });

const params = z.strictObject({
  width: side('width'),
  height: side('height'),
  maxSlope: number({
    unit: 'ratio',
    min: 0,
    max: 100,
    default: 3,
    suggested: [1, 10],
    describe:
      'Limit on the growth of contrast, rounded to hundredths: contrast grows by a factor of maxSlope + 1 at most. 0 sets no limit.',
  }),
});

type Params = z.output<typeof params>;

/**
 * Contrast-limited adaptive histogram equalisation: Zuiderveld in Graphics Gems IV, 1994. The picture is cut into the fewest windows of equal size, give or take a pixel, of
 * which none is larger than asked for, but at most 256 across and down. The luma (ITU-R BT.601) of each
 * window is counted in 256 levels, u16 and f32 in the nearest. Counts are cut off at `maxSlope` times the
 * mean, and what is cut off is given to all levels evenly, so that slopes reach `maxSlope + 1`. With C the
 * sums of counts, `f(v) = (C(v) - C(0)) / (C(255) - C(0))`: black stays black and white white, and a
 * window of one level nearly as it was. Between levels f is linear, and between the centres of windows
 * bilinear. The change of luma is added to red, green and blue. Alpha stays, and f32 keeps how far a
 * sample was beyond 0..1. A pixel with NaN stays and does not count; infinities are beyond.
 *
 * sharp's `clahe` makes a histogram around each pixel, for red, green, blue and alpha by themselves, which
 * tints what was gray and changes opacity, and takes seconds; it works on 8 bits alone. The pictures are
 * alike in contrast, not in their samples.
 *
 * Each frame of an animation has windows of its own.
 *
 * Reads the picture twice and writes it once; an addition in the GPU's memory, and 4 or 8 look-ups a pixel.
 */
export const clahe = {
  name: 'clahe' as const,
  family: 'tone',
  aliases: [] as const,
  summary: 'Bring out local contrast, within a limit.',
  kind: 'reduce' as const,
  params,
  positional: ['width', 'height', 'maxSlope'] as const,
  examples: [
    { width: 32, height: 16 },
    { width: 9, height: 7, maxSlope: 1.5 },
    { width: 40, height: 40, maxSlope: 0 },
  ],
  shown: [
    { width: 48, height: 32 },
    { width: 48, height: 32, maxSlope: 8 },
  ],
  tolerance: { u8: 1, u16: 2, f32: 1e-5 },
  unitFloats: true,
  nonFinite:
    'A pixel with NaN, or with infinities of both signs, stays and does not count. Other infinities count as black or white, and stay.',
  unlikeSharp:
    "sharp makes a histogram around each pixel, in 8 bits, for red, green, blue and alpha by themselves. This tints gray, changes opacity and takes seconds. Here windows are tiles of luma with interpolation between them (Zuiderveld), so colours keep their hue. The contrast is like sharp's, the samples are not (16 dB). In a window of N pixels, each of the 256 levels of luma counts for `max(1, floor(maxSlope N / 256))` pixels at most; the rest of its pixels is spread evenly over all levels. With C(v) the sum of the counts up to level v, v becomes `(C(v) - C(0)) / (C(255) - C(0))` of white. OpenCV limits counts and interpolates in the same way, but v becomes `C(v) / N`, which brightens black. OpenCV also spreads whole counts only, and is given a number of windows, which it fills up by mirroring. Without a limit, a dark picture is 6 to 9 dB from OpenCV's result.",

  geometry: (input: Shape): Shape => input,

  reference(input: Image, params: Params, output: Image): void {
    const windows = windowsOf(input, params);
    const counts = countLevels(input, windows);
    const countsOf = (window: number) => counts[window] as Uint32Array;
    const curves = toEnd(clippedCurves(counts.length, countsOf, hundredths(params.maxSlope)));
    changeLuma(input, output, (x, y, luma) => {
      const across = placeOf(x, input.width, windows.columns);
      const down = placeOf(y, input.height, windows.rows);
      return between(curves, across, down, windows.columns, luma);
    });
  },

  // A curve of all levels for each window.
  features(input: Shape, params: Params) {
    const { columns, rows } = windowsOf(input, params);
    return { taps: LEVELS * columns * rows };
  },

  kernel(input: Image, params: Params, output: Image): Work<void> {
    return equaliseAdaptively(input, windowsOf(input, params), hundredths(params.maxSlope), output);
  },

  lower(input: Shape, params: Params) {
    const windows = windowsOf(input, params);
    const uniforms = { ...windows, slope: hundredths(params.maxSlope) };
    const pass = {
      params: { module: 'ops/tone/clahe/params', uniforms },
      stages: [],
      source: input,
      goal: input,
      halo: 0,
      ledger: LEVELS * windows.columns * windows.rows,
    };
    // About as many workgroups as windows; each goes on to further ones where there are more.
    const tile = [4 * Math.ceil(input.width / windows.columns / 4), Math.ceil(input.height / windows.rows)];
    return [
      { ...pass, entry: 'ops/tone/clahe/count', tile: COUNTED_TILE, keeps: true as const },
      { ...pass, entry: 'ops/tone/clahe/limit', tile: tile as [number, number], keeps: true as const },
      { ...pass, entry: 'ops/tone/clahe/apply', rounded: input.type },
    ];
  },
} satisfies Op<Params>;

function windowsOf({ width, height }: Shape, params: Params): Windows {
  return {
    columns: Math.min(MAX_WINDOWS, Math.ceil(width / params.width)),
    rows: Math.min(MAX_WINDOWS, Math.ceil(height / params.height)),
  };
}

function hundredths(value: number): number {
  return Math.round(100 * value);
}

/** The op `normalise`: stretch brightness to the full range from black to white. */
import * as z from 'zod';
import { invalidParameters } from '../../core/errors.ts';
import { type Image, pixelCount, type Shape } from '../../core/image.ts';
import { POINT_ENTRY } from '../../core/pass.ts';
import { WHITE } from '../../core/pixel.ts';
import { toEnd, type Work } from '../../core/turns.ts';
import { mapPlanes } from '../../kernels/pixels/color-planes.ts';
import { type ColorMap, mapColorsInTurns } from '../../kernels/pixels/colors.ts';
import { COUNTED_TILE } from '../../kernels/pixels/histogram.ts';
import { stretchLightness } from '../../kernels/tone/lightness-stretch.ts';
import {
  findLuminances,
  type Range,
  rankOf,
  sortedLuminances,
} from '../../kernels/tone/luminance-percentiles.ts';
import { fromLab, labRoot, lightness, toLab } from '../../math/lab.ts';
import { type LabCurves, TABLED, TABLED_AND_CUT } from '../../math/lab-curves.ts';
import { toEncoded, toLinear } from '../../math/srgb.ts';
import { number } from '../lib/fields.ts';
import { copySamples } from '../lib/unchanged.ts';
import type { Op } from '../op.ts';

const params = z.strictObject({
  lower: number({
    unit: 'percent',
    min: 0,
    max: 99,
    default: 1,
    suggested: [0, 10],
    describe: 'Percentile of lightness that becomes black, rounded to hundredths. Darker pixels are cut off.',
  }),
  upper: number({
    unit: 'percent',
    min: 1,
    max: 100,
    default: 99,
    suggested: [90, 100],
    describe:
      'Percentile of lightness that becomes white, rounded to hundredths. Brighter pixels are cut off.',
  }),
});

type Params = z.output<typeof params>;

/** Bits of luminance that each GPU pass over the picture decides, and the words that it needs. */
const LEVEL_BITS = 7;
const LEVEL_COUNT = 3;
const LEDGER = 8 + 2 * 2 ** LEVEL_BITS;

/**
 * Stretches L of CIE L*a*b* (D65) so that two of its percentiles become 0 and 100; a, b and alpha stay. Of N pixels
 * in order of L, percentile p is the one with `floor(p / 100 * N)` before it, or the last. If the percentiles differ
 * by at most 1, nothing changes. Integers are limited to sRGB channel by channel; f32 keeps values beyond. For the
 * percentiles L is limited to 0..100, and pixels with NaN or an infinity are not counted; their three colours become
 * NaN, unless nothing is stretched.
 *
 * Each frame of an animation is stretched by its own percentiles.
 *
 * sharp's `normalise` does the same with percentiles in whole L. Without percentiles (0 and 100) it is 50 dB away on
 * a photo. But libvips finds upper percentiles in counts scaled to as many steps as L has, and so takes the brightest
 * pixel in place of the 99th percentile: by default it does not stretch highlights, and is 22 dB away, 44 dB with
 * `upper: 100`.
 *
 * The kth smallest of many numbers moves no further than the numbers do, so a backend's last bits do not show. The
 * GPU finds it digit by digit: three times it counts 128 values of 7 bits of the root of luminance, which has 21 bits
 * (4e-5 of L at worst). It reads the picture four times and writes it once.
 */
export const normalise = {
  name: 'normalise' as const,
  family: 'tone',
  aliases: ['normalize'] as const,
  summary: 'Stretch lightness to the full range from black to white.',
  kind: 'reduce' as const,
  params,
  positional: ['lower', 'upper'] as const,
  examples: [{}, { lower: 12.5, upper: 80 }, { lower: 30, upper: 60 }],
  // Rounding of 32-bit floats grows with the stretch, and near black by the curve's 12.92 and the matrix's 3:
  // 4.2e-5 was the worst of 1,700,000 samples with these examples.
  tolerance: { u8: 1, u16: 2, f32: 5e-5 },
  unitFloats: true,
  nonFinite:
    'Pixels with NaN or an infinity are not counted. Their three colours become NaN, unless nothing is stretched. Pixels beyond the percentiles are not cut off.',
  unlikeSharp:
    'libvips rounds L to whole numbers and takes the brightest pixel in place of the 99th percentile, so by default it does not stretch highlights (15 to 37 dB on seven photos; 28 dB and more with `upper: 100`). Here percentiles are exact.',

  geometry(input: Shape, { lower, upper }: Params): Shape {
    if (lower < upper) return input;
    throw invalidParameters([
      { pointer: '/lower', reason: `expected less than upper (${upper}), received ${lower}` },
    ]);
  },

  reference(input: Image, { lower, upper }: Params, output: Image): void {
    const sorted = sortedLuminances(input);
    const at = (percent: number) => sorted[rankOf(percent, sorted.length)] ?? 0;
    const exact = { decode: toLinear, root: labRoot, encode: toEncoded };
    toEnd(stretch(input, output, { low: at(lower), high: at(upper) }, exact));
  },

  *kernel(input: Image, { lower, upper }: Params, output: Image): Work<void> {
    const range = yield* findLuminances(input, lower, upper);
    const [black, scale] = stretchOf(range);
    const planes = stretchLightness(black, scale, input.type);
    const curves = input.type === 'f32' ? TABLED : TABLED_AND_CUT;
    if (!planes || scale === 0) {
      yield* stretch(input, output, range, curves);
      return;
    }
    const exact = stretching(black, scale, WHITE[input.type], curves);
    yield* mapPlanes([planes], input, output, exact)(input.data, output.data, 0, pixelCount(input));
  },

  lower(input: Shape, { lower, upper }: Params) {
    const pass = { source: input, goal: input, halo: 0, ledger: LEDGER };
    const counting = { ...pass, stages: [], keeps: true as const };
    const whole = [4 * Math.ceil(input.width / 4), input.height] as const;
    const levels = Array.from({ length: LEVEL_COUNT }, (_, level) => {
      const uniforms = {
        level,
        lower: Math.round(100 * lower),
        upper: Math.round(100 * upper),
        white: WHITE[input.type],
      };
      const entryParams = { module: 'ops/tone/normalise/params', uniforms };
      return [
        { ...counting, params: entryParams, entry: 'ops/tone/normalise/count', tile: COUNTED_TILE },
        { ...counting, params: entryParams, entry: 'ops/tone/normalise/pick', tile: whole },
      ];
    });
    const stage = {
      module: 'ops/tone/normalise/apply',
      uniforms: { white: WHITE[input.type] },
      type: input.type,
    };
    return [...levels.flat(), { ...pass, entry: POINT_ENTRY, stages: [stage] }];
  },
} satisfies Op<Params>;

/** Stretches L from that of one luminance to that of another. */
function* stretch(input: Image, output: Image, range: Range, curves: LabCurves): Work<void> {
  const [black, scale] = stretchOf(range);
  if (scale > 0) {
    yield* mapColorsInTurns(input, output, stretching(black, scale, WHITE[input.type], curves));
  } else {
    yield* copySamples(input, output);
  }
}

/** The L that becomes black, and the factor of L; 0 if nothing is stretched. */
function stretchOf({ low, high }: Range): readonly [black: number, scale: number] {
  const [black, range] = [lightness(low), lightness(high) - lightness(low)];
  return [black, range > 1 ? 100 / range : 0];
}

function stretching(black: number, scale: number, white: number, curves: LabCurves): ColorMap {
  const { decode, root, encode } = curves;
  return (colors) => {
    for (let at = 0; at < colors.length; at += 4) {
      for (let channel = at; channel < at + 3; channel++)
        colors[channel] = decode((colors[channel] as number) / white);
      toLab(colors, at, root);
      colors[at] = ((colors[at] as number) - black) * scale;
      fromLab(colors, at);
      for (let channel = at; channel < at + 3; channel++)
        colors[channel] = white * encode(colors[channel] as number);
    }
  };
}

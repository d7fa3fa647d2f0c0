/** The op `resize`: scale the picture to a width, a height, or both. */
import * as z from 'zod';
import { invalidParameters } from '../../core/errors.ts';
import { type Extent, type Image, isSameShape, pixelCount, type Shape } from '../../core/image.ts';
import type { Work } from '../../core/turns.ts';
import type { Shrink } from '../../formats/format.ts';
import { CONTENTS, contentPoint } from '../../kernels/resize/crop-point.ts';
import { resample, resampleExactly } from '../../kernels/resize/resample.ts';
import { changesSize } from '../../kernels/resize/resampling.ts';
import { RESAMPLING_FILTERS, reachOf } from '../../math/resampling-filters.ts';
import { channelsFor } from '../lib/background.ts';
import { color, flag, oneOf } from '../lib/fields.ts';
import { percentageText } from '../lib/percentage.ts';
import { positionOr } from '../lib/placement.ts';
import type { Op, PipelineEnds, Sharp } from '../op.ts';
import { resizeInTwo } from './lib/in-two.ts';
import {
  type Decoded,
  framedExtent,
  layOut,
  MAX_SIDE,
  scaledExtent,
  shrinkOnLoad,
  type Wanted,
} from './lib/layout.ts';
import { mayLookAlike, resizeInLibvips, resizesAgain } from './lib/libvips.ts';
import { resamplePasses } from './lib/passes.ts';

const FITS = ['cover', 'contain', 'fill', 'inside', 'outside'] as const;

const LIGHTS = ['srgb', 'linear'] as const;

/** Pixels, or a percentage of the input's: `50%`, or `50p`, since a URL must spell `%` as `%25`. */
function side(describe: string) {
  const percentage = percentageText().refine(
    (text) => Number.parseFloat(text) > 0,
    'a percentage is above 0',
  );
  return z
    .union([z.number().int().min(1).max(MAX_SIDE), percentage])
    .optional()
    .meta({ description: describe, unit: 'pixels', suggested: [16, 4000] });
}

const params = z.strictObject({
  width: side(
    'Width of the result, in pixels or in percent of the input (50% or 50p). Without it, the height decides and the proportions stay.',
  ),
  height: side(
    'Height of the result, in pixels or in percent of the input (50% or 50p). Without it, the width decides and the proportions stay.',
  ),
  fit: oneOf(
    FITS,
    'How the picture fits two given sides. cover fills them and cuts off the rest; contain fits inside and adds background; fill ignores the proportions; inside makes neither side larger than given, outside neither side smaller.',
  ),
  position: positionOr(
    CONTENTS,
    'With cover, the part to keep; with contain, the place of the picture: a side, a corner, or a point (fractions across and down). cover also takes entropy, the part with the most detail, and attention, the part that draws the eye.',
  ),
  kernel: oneOf(RESAMPLING_FILTERS, 'Resampling filter: how much each neighbouring pixel counts.'),
  light: oneOf(
    LIGHTS,
    'Average the samples as they are stored (srgb), or the light that they stand for (linear).',
  ),
  withoutEnlargement: flag(false, 'Never make the picture larger.'),
  withoutReduction: flag(false, 'Never make the picture smaller.'),
  background: color('black', 'Colour around the picture with contain.'),
  fastShrinkOnLoad: flag(
    true,
    'Allow faster ways where both sides become smaller: the JPEG decoder averages blocks, libvips resizes while it decodes or encodes, or a small output is made from a larger one. The PSNR against the exact result is 40 dB or more.',
  ),
});

type Params = z.output<typeof params>;

/**
 * Another size. Extents and positions are those of sharp with a picture that no decoder has shrunk (a JPEG or WebP that
 * sharp's loader shrinks is sometimes a pixel longer or shorter). Pixels are the same but for roundings when shrinking by
 * less than 4; see `unlikeSharp` for the rest. Where the proportions give a fraction of a row, the factor is kept
 * and the picture's middle stays in the middle. Percentages, points for a position and `light` are Noir's own.
 *
 * With `fastShrinkOnLoad` a JPEG that becomes a third as large or less may be decoded at half, a quarter or an eighth of
 * its side and shrink from there, and libvips may shrink in the pipeline in which it decodes or encodes. Among several
 * outputs of one picture, one that is a quarter as large or less may be made from another that is twice as large or more.
 *
 * With alpha, colours count as much as they are opaque. A background that the picture's channels cannot
 * hold gives the result those of it. With linear light, colours are decoded from sRGB before they are
 * weighed and encoded after (IEC 61966-2-1, mirrored below 0): fine patterns keep their brightness.
 * Alpha and a picture that keeps its size stay as they are. Two passes, each with one product for each
 * channel and tap (twice the kernel's support, times the factor when shrinking); between them lies a
 * picture of floats that is scaled along one axis. NaN is a hole. Infinities spread to every pixel that is made
 * of them, but not from where alpha is 0.
 */
export const resize = defineResize();

/** Of a picture that was decoded smaller than it is, if that is given. */
function defineResize(decoded?: Decoded) {
  const wanted = (params: Params): Wanted => ({ ...pointed(params), ...(decoded && { decoded }) });
  return {
    name: 'resize' as const,
    family: 'resize',
    aliases: [] as const,
    summary: 'Scale the picture to a width, a height, or both.',
    kind: 'resample' as const,
    params,
    positional: ['width', 'height'] as const,
    examples: [
      { width: 8 },
      { width: 23, height: 11 },
      { width: 40, height: 30, fit: 'contain', position: 'right bottom', background: '20c0ff80' },
      { width: 5, height: 37, fit: 'fill', kernel: 'mitchell' },
      { width: 12, height: 9, fit: 'inside', kernel: 'cubic', withoutEnlargement: true },
      { width: 30, height: 20, fit: 'outside', kernel: 'linear' },
      { height: 13, kernel: 'nearest' },
      { width: 13, height: 13, position: 'attention' },
      { width: '60%', height: '150p', position: [0.2, 0.9], kernel: 'mks2013', light: 'linear' },
    ],
    shown: [
      { width: 96 },
      { width: 96, height: 96 },
      { width: 96, height: 96, position: 'attention' },
      { width: 96, height: 96, fit: 'contain', background: '2060a0' },
      { width: '75%', fit: 'fill', kernel: 'mks2021' },
      { width: 120, kernel: 'nearest' },
      { width: 96, light: 'linear' },
      { width: 110, height: 40, position: [0.3, 0.8] },
    ],
    tolerance: { u8: 1, u16: 2, f32: 1e-5 },
    nonFinite:
      'NaN is a hole: a pixel is made of its other neighbours. It becomes NaN where there are none or, with kernels that have negative weights, where less than half of the weights is left. An infinity spreads to the pixels that are made of it, unless its alpha is 0.',
    unlikeSharp:
      'Where it shrinks by 4 or more, libvips first averages whole blocks, which is not what the kernel stands for (44 dB; over 50 elsewhere). Between its two passes, libvips rounds samples to the pixel type and its range. At the edges it repeats the outermost pixels; here pixels outside the picture do not count. Where it enlarges, libvips moves the picture right and down by half a pixel of the result, and interpolates bicubically for every kernel but `nearest` and `linear` (25 to 35 dB). Its `nearest` may take the neighbour of the middle pixel. Its point for `attention` is a corner of a cell of the small copy that is searched, and here the middle of the cell, so the part may be some pixels off. For a JPEG that its loader shrinks, sharp takes the proportions from the shrunk picture, whose sides were rounded, so the result may be a pixel longer or shorter: 64x86 for 450x600. Here the extent is the same for every format: that of sharp with a loader that does not shrink (`npm run check:extents`).',

    settle(params: Params) {
      const { position: where, fit } = params;
      // Only `cover` cuts something off.
      if (fit !== 'cover' || (where !== 'entropy' && where !== 'attention')) return undefined;
      // Of an animation the first frame decides, so that the part that is kept does not jump.
      return function* (input: Image) {
        const scaled = scaledExtent(input, wanted(params));
        const frame = framedExtent(input, scaled, wanted(params));
        const cuts = frame.width < scaled.width || frame.height < scaled.height;
        const found = cuts ? yield* contentPoint(where, input, scaled, frame) : 'centre';
        return { op: self(decoded), params: { ...params, position: found } };
      };
    },

    /** Scaled first, which a loader can do, and then cut: sharp does it in this order, too. */
    settlesInTwo(input: Shape, params: Params) {
      const asked = wanted(params);
      const scaled = scaledExtent(input, asked);
      if (!changesSize(input, scaled)) return undefined;
      const op = self(decoded);
      const { width, height } = framedExtent(input, scaled, asked);
      const whole: Params = { ...params, fit: 'outside', position: 'centre' };
      return [
        { op, params: whole },
        { op, params: { ...params, width, height } },
      ];
    },

    geometry: (input: Shape, params: Params) => resultOf(input, params, wanted(params)),

    changesNothing(input: Shape, params: Params): boolean {
      const asked = wanted(params);
      // Of a picture that was decoded smaller, the columns lie elsewhere.
      if (asked.decoded || changesSize(input, scaledExtent(input, asked))) return false;
      return isSameShape(input, resultOf(input, params, asked));
    },

    reference(input: Image, params: Params, output: Image): void {
      resampleExactly(input, layOut(input, wanted(params)), output);
    },

    features(input: Shape, { kernel, light }: Params, output: Shape) {
      const variant = light === 'linear' ? 'light' : kernel === 'nearest' ? kernel : undefined;
      return { ...(variant && { variant }), taps: productsOf(input, output, kernel) };
    },

    measured: [
      { width: '20%' },
      { width: '60%' },
      { width: '130%' },
      { width: '50%', kernel: 'linear' },
      { width: '50%', light: 'linear' },
      { width: '50%', kernel: 'nearest' },
    ],

    kernel(input: Image, params: Params, output: Image): Work<void> {
      return resample(input, layOut(input, wanted(params)), output);
    },

    lower(input: Shape, params: Params) {
      const asked = wanted(params);
      return resamplePasses(input, layOut(input, asked), resultOf(input, params, asked));
    },

    sharpFile: (pipeline: Sharp, params: Params, input: Shape, ends: PipelineEnds) =>
      resizeInLibvips(pipeline, wanted(params), input, ends),

    looksAlike: (input: Shape, params: Params) => mayLookAlike(input, wanted(params)),

    startsFrom: (
      input: Shape,
      params: Params,
      smaller: { readonly params: unknown; readonly output: Shape },
    ) =>
      resizesAgain(input, wanted(params), {
        wanted: wanted(smaller.params as Params),
        output: smaller.output,
      }),

    shrinkOnLoad: (input: Extent, params: Params, detail: number) =>
      shrinkOnLoad(input, wanted(params), detail),

    afterShrinking(
      params: Params,
      { original, shrink }: { readonly original: Extent; readonly shrink: Shrink },
    ) {
      const covered = { width: original.width / shrink, height: original.height / shrink };
      return { op: self({ original, covered }), params };
    },

    inTwo(input: Shape, params: Params, ends: PipelineEnds) {
      const found = resizeInTwo(input, wanted(params), ends);
      if (!found) return undefined;
      const { decoded: between, ...parts } = found;
      return { ...parts, rest: { op: self(between), params } };
    },
  } satisfies Op<Params>;
}

/** Products for each channel: a pass along one axis over the smaller picture in between, and one along the other. */
function productsOf(input: Shape, output: Shape, kernel: Params['kernel']): number {
  const [across, down] = (['width', 'height'] as const).map(
    (side) => 2 * reachOf(kernel, input[side] / output[side]),
  ) as [number, number];
  const [wide, high] = [input.width * output.height, output.width * input.height];
  const first = wide < high ? wide * down : high * across;
  return Math.round(first + pixelCount(output) * (wide < high ? across : down));
}

/** With a type that does not refer to itself. */
function self(decoded?: Decoded): Op {
  return (decoded ? defineResize(decoded) : resize) as unknown as Op;
}

function resultOf(input: Shape, { width, height, fit, background }: Params, asked: Wanted): Shape {
  if (width === undefined && height === undefined) {
    throw invalidParameters([{ pointer: '/width', reason: 'expected width, height or both, received none' }]);
  }
  const scaled = scaledExtent(input, asked);
  const channels = fit === 'contain' ? channelsFor(background, input) : input.channels;
  return { ...input, ...framedExtent(input, scaled, asked), channels };
}

/**
 * The parameters as the layout takes them. The middle stands for what is yet to be found; extents do not depend
 * on it.
 */
function pointed(params: Params): Wanted {
  const { position: where } = params;
  return { ...params, position: where === 'entropy' || where === 'attention' ? 'centre' : where };
}

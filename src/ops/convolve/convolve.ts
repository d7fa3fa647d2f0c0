/** The op `convolve`: filter the picture with any mask. */
import * as z from 'zod';
import { invalidParameters } from '../../core/errors.ts';
import { hasAlpha, type Image, pixelCount, type Shape } from '../../core/image.ts';
import { notingHoles, type Pass } from '../../core/pass.ts';
import { WHITE } from '../../core/pixel.ts';
import { toEnd, type Work, workOf } from '../../core/turns.ts';
import {
  convolveByRows,
  convolveExactly,
  type PreparedMask,
  type SeparableMask,
} from '../../kernels/convolve/convolution.ts';
import { fitsFloats } from '../../kernels/convolve/convolution-arithmetic.ts';
import { convolveByVectors } from '../../kernels/convolve/convolution-vectors.ts';
import { HALF_LEFT, leastLeft, mixAroundHoles } from '../../kernels/pixels/holes.ts';
import type { Op } from '../op.ts';

function side(describe: string) {
  return z
    .number()
    .int()
    .min(1)
    .max(31)
    .meta({ description: describe, unit: 'pixels', suggested: [3, 7] });
}

const params = z.strictObject({
  width: side('Columns of the kernel.'),
  height: side('Rows of the kernel.'),
  kernel: z
    .array(z.number().min(-1e6).max(1e6))
    .min(1)
    .max(31 * 31)
    .meta({
      description: 'Weights of the pixels around each one, row by row: width x height numbers.',
      unit: 'ratio',
      suggested: [-10, 10],
    }),
  scale: z
    .number()
    .min(1e-6)
    .max(1e9)
    .optional()
    .meta({
      description:
        'Divisor of the weighted sum. By default the sum of the weights, or 1 where that is 0 or less.',
      unit: 'ratio',
      suggested: [1, 100],
    }),
  offset: z
    .number()
    .min(-1e6)
    .max(1e6)
    .default(0)
    .meta({
      description: 'Number to add to every colour sample after the division.',
      unit: 'levels',
      suggested: [-128, 128],
    }),
});

type Params = z.output<typeof params>;

/**
 * Each pixel becomes `sum(kernel * pixels around it) / scale + offset`. The middle of the kernel is column
 * `floor(width / 2)` and row `floor(height / 2)`; it is not turned round. Pixels beyond an edge are like the
 * nearest inside. All as in sharp, which cuts off fractions where Noir rounds, takes whole scales and offsets
 * only, and divides by 1 where the weights add up to less.
 *
 * With alpha there are two kinds of kernel. Weights that add up to more than 0 mix pixels: colours count as
 * much as they are opaque, and alpha is mixed too, but not scaled or offset. Others find differences: colours
 * count as though in front of black, and alpha stays, where sharp makes flat parts transparent.
 *
 * NaN is a hole. Infinities spread to all pixels around that weigh them, but not from pixels that are transparent,
 * and so does NaN with kernels whose weights add up to 0. A GPU is off by some 2^-24 of the sum of the absolute terms. So are the CPU's vectors of floats,
 * which leave kernels to f64 that would be off by more than the tolerance; bytes without alpha are summed up in 16
 * bits where that costs less than 0.4 levels.
 *
 * Kernels of rank 1, a column times a row, cost width + height products a sample; others width x height.
 * Each reads and writes a sample once where caches hold as many rows as the kernel has.
 */
export const convolve = defineConvolve();

function defineConvolve() {
  return {
    name: 'convolve' as const,
    family: 'convolve',
    aliases: [] as const,
    summary: 'Mix each pixel with those around it by a matrix of weights.',
    kind: 'area' as const,
    params,
    positional: ['width', 'height', 'kernel', 'scale', 'offset'] as const,
    examples: [
      { width: 3, height: 3, kernel: [1, 2, 1, 2, 4, 2, 1, 2, 1] },
      { width: 3, height: 3, kernel: [0, -1, 0, -1, 5, -1, 0, -1, 0] },
      { width: 3, height: 3, kernel: [-1, 0, 1, -2, 0, 2, -1, 0, 1], scale: 4, offset: 0.5 },
      { width: 4, height: 3, kernel: [-1, 2, 0, 3, 1, 1, -2, 1, 0, 2, -4, -3], scale: 2 },
    ],
    tolerance: { u8: 1, u16: 2, f32: 1e-5 },
    nonFinite:
      'NaN is a hole: a pixel is made of its other neighbours. It becomes NaN where there are none or, with weights below 0, where less than half of the sum is left. An infinity spreads to the pixels around that give it a weight, unless its alpha is 0. With weights that add up to 0, NaN spreads in the same way.',
    unlikeSharp:
      'sharp cuts fractions off where Noir rounds (51 dB). It takes whole scales and offsets only, and divides by 1 where the weights add up to less. With kernels that find differences it makes flat parts transparent; here alpha stays.',

    geometry(input: Shape, { width, height, kernel }: Params): Shape {
      if (kernel.length === width * height) return input;
      const reason = `expected ${width} x ${height} = ${width * height} numbers, received ${kernel.length}`;
      throw invalidParameters([{ pointer: '/kernel', reason }]);
    },

    reference(input: Image, params: Params, output: Image): void {
      toEnd(convolveAroundHoles(input, params, output, convolveExactly));
    },

    features(input: Shape, params: Params) {
      const mask = maskOf(input, params);
      const lines = fastLinesOf(mask);
      const products = lines ? mask.width + mask.height : mask.weights.length;
      return { ...(lines && { variant: 'separable' }), taps: products * pixelCount(input) };
    },

    measured: [3, 7, 13].flatMap((side) => [
      { width: side, height: side, kernel: Array.from({ length: side * side }, () => 1) },
      { width: side, height: side, kernel: Array.from({ length: side * side }, (_, at) => 1 + (at % 5)) },
    ]),

    kernel(input: Image, params: Params, output: Image): Work<void> {
      return convolveAroundHoles(input, params, output, convolveQuickly);
    },

    lower(input: Shape, params: Params): Pass[] {
      const mask = maskOf(input, params);
      const lines = linesOf(mask);
      const passes = lines ? linePasses(input, mask, lines) : [areaPass(input, mask)];
      const [first, ...rest] = passes as [Pass, ...Pass[]];
      return sumOf(params.kernel) === 0 ? passes : [{ ...first, ...notingHoles(input) }, ...rest];
    },

    sharp(pipeline, { width, height, kernel, scale, offset }, { type, channels }) {
      // It premultiplies in 8 bits; of 16 bits and floats it makes other ones.
      if (type !== 'u8' || hasAlpha(channels) || width < 3 || height < 3) return undefined;
      const divisor = scale ?? usualScale(kernel);
      const weights = kernel.map((weight) => weight / divisor);
      // It truncates where Noir rounds.
      return pipeline.convolve({ width, height, kernel: weights, scale: 1 }).linear(1, offset + 0.5);
    },
  } satisfies Op<Params>;
}

type Convolve = (input: Image, mask: PreparedMask, output: Image) => unknown | Work<unknown>;

function convolveQuickly(input: Image, mask: PreparedMask, output: Image): Work<unknown> {
  const convolve = fitsFloats(mask, input.type) ? convolveByVectors : convolveByRows;
  return convolve(input, mask, fastLinesOf(mask), output);
}

/** Kernels whose weights have no sum let NaN spread instead: there is nothing to scale up to. */
function* convolveAroundHoles(input: Image, params: Params, output: Image, convolve: Convolve): Work<void> {
  const mask = maskOf(input, params);
  const { weights, offset } = mask;
  const sum = sumOf(params.kernel);
  if (sum === 0) {
    yield* workOf(convolve(input, mask, output));
    return;
  }
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  const total = weights.reduce((all, weight) => all + weight, 0);
  yield* mixAroundHoles(input, output, {
    mix: (image, to) => convolve(image, mask, to),
    weigh: (plane, to) => convolve(plane, { ...mask, gain: 1, offset: 0, alpha: 'none' }, to),
    least: weights.some((weight) => weight < 0) ? HALF_LEFT : leastLeft(largest / total),
    byAlpha: mask.alpha === 'mixed',
    scaled: (value, factor) => (value - offset) * factor + offset,
  });
}

/** Sums that are this part of their absolute terms are what rounding left of 0. */
const ROUNDING = 1e-9;

/** The sum of the weights; 0 where it is only what rounding left. */
function sumOf(kernel: readonly number[]): number {
  const sum = kernel.reduce((total, weight) => total + weight, 0);
  const absolute = kernel.reduce((total, weight) => total + Math.abs(weight), 0);
  return Math.abs(sum) > absolute * ROUNDING ? sum : 0;
}

/** The sum of the weights where it is above 0. */
function positiveSum(kernel: readonly number[]): number | undefined {
  const sum = sumOf(kernel);
  return sum > 0 ? sum : undefined;
}

function usualScale(kernel: readonly number[]): number {
  return positiveSum(kernel) ?? 1;
}

function maskOf({ channels, type }: Shape, { width, height, kernel, scale, offset }: Params): PreparedMask {
  const sum = positiveSum(kernel);
  const divisor = scale ?? usualScale(kernel);
  const mixes = hasAlpha(channels) && sum !== undefined;
  // Where alpha is mixed, weights have the sum 1, and colours are scaled once they are straight again.
  const [total, gain] = mixes ? [sum, sum / divisor] : [divisor, 1];
  const alpha = mixes ? 'mixed' : hasAlpha(channels) ? 'kept' : 'none';
  const weights = Float64Array.from(kernel, (weight) => weight / total);
  return { width, height, weights, gain, offset, alpha, white: WHITE[type] };
}

/** The kernel's lines where they are faster: two passes over memory cost more than the products that they save on 3x3. */
function fastLinesOf(mask: PreparedMask): SeparableMask | undefined {
  return mask.weights.length >= 2 * (mask.width + mask.height) ? linesOf(mask) : undefined;
}

/** A kernel as a row and a column whose product it is, within 1e-12 of its largest weight. */
function linesOf({ width, height, weights, alpha }: PreparedMask): SeparableMask | undefined {
  if (width === 1 || height === 1) return undefined;
  // The guard against alphas that cancel needs all of the kernel.
  if (alpha === 'mixed' && weights.some((weight) => weight < 0)) return undefined;
  const pivot = weights.reduce((most, weight) => (Math.abs(weight) > Math.abs(most) ? weight : most), 0);
  if (pivot === 0) return undefined;
  const largest = weights.indexOf(pivot);
  const [left, top] = [largest % width, Math.floor(largest / width)];
  const row = weights.slice(top * width, (top + 1) * width);
  const column = Float64Array.from(
    { length: height },
    (_, y) => (weights[y * width + left] as number) / pivot,
  );
  const same = weights.every((weight, at) => {
    const product = (row[at % width] as number) * (column[Math.floor(at / width)] as number);
    // A weight of 0 keeps NaN out, so that it must be 0 in the product too.
    return Math.abs(product - weight) <= 1e-12 * Math.abs(pivot) && (product === 0) === (weight === 0);
  });
  return same ? [row, column] : undefined;
}

const ALPHA = { none: 0, mixed: 1, kept: 2 } as const;

function entryParams({ width, height, gain, offset, alpha, white }: PreparedMask) {
  const uniforms = { size: [width, height], gain, offset, alpha: ALPHA[alpha], white };
  return { module: 'ops/convolve/convolve/params', uniforms };
}

/** Rows of the source around each row of the goal. */
function rowsOf({ height }: PreparedMask) {
  const [above, below] = [Math.floor(height / 2), height - 1 - Math.floor(height / 2)];
  return { rows: { scale: 1, offset: (below - above) / 2 }, halo: (above + below) / 2 };
}

function areaPass(input: Shape, mask: PreparedMask): Pass {
  return {
    entry: 'ops/convolve/convolve/area',
    // Quads of four pixels like any other entry's, but made all at once.
    tile: [64, 16],
    params: entryParams(mask),
    table: Float32Array.from(mask.weights),
    rounded: input.type,
    stages: [],
    source: input,
    goal: input,
    ...rowsOf(mask),
    reads: mask.width * mask.height,
  };
}

/** Rows, then columns; floats lie in between, premultiplied. */
function linePasses(input: Shape, mask: PreparedMask, [row, column]: SeparableMask): Pass[] {
  const between = { ...input, type: 'f32' } as const;
  const pass = { params: entryParams(mask), stages: [] };
  return [
    {
      ...pass,
      entry: 'ops/convolve/convolve/rows',
      table: Float32Array.from(row),
      rounded: 'f32',
      source: input,
      goal: between,
      halo: 0,
    },
    {
      ...pass,
      entry: 'ops/convolve/convolve/columns',
      table: Float32Array.from(column),
      rounded: input.type,
      source: between,
      goal: input,
      ...rowsOf(mask),
    },
  ];
}

import { z } from 'zod';
import { invalidParameters } from '../core/errors.ts';
import { type Extent, hasAlpha, type Image, type Shape } from '../core/image.ts';
import type { Pass } from '../core/pass.ts';
import { type Channels, quantize, WHITE } from '../core/pixel.ts';
import { KERNEL_NAMES, reachOf, type Weights } from '../math/kernels.ts';
import { type Color, color, colorLevels, flag, oneOf } from './fields.ts';
import type { Op } from './op.ts';
import { axesOf, type Resampling, resample, resampleExactly, weighsAlpha } from './resample.ts';

const FITS = ['cover', 'contain', 'fill', 'inside', 'outside'] as const;

/** Sides of the picture that a position keeps to: -1 for left or top, 1 for right or bottom. */
const SIDES: Readonly<Record<string, readonly [x: number, y: number]>> = {
  top: [0, -1],
  'right top': [1, -1],
  right: [1, 0],
  'right bottom': [1, 1],
  bottom: [0, 1],
  'left bottom': [-1, 1],
  left: [-1, 0],
  'left top': [-1, -1],
  north: [0, -1],
  northeast: [1, -1],
  east: [1, 0],
  southeast: [1, 1],
  south: [0, 1],
  southwest: [-1, 1],
  west: [-1, 0],
  northwest: [-1, -1],
};

function pixels(describe: string) {
  return z
    .number()
    .int()
    .min(1)
    .max(16384)
    .optional()
    .meta({ description: describe, unit: 'pixels', suggested: [16, 4000] });
}

const params = z.strictObject({
  width: pixels('Columns of the result; in proportion to the height when it is absent.'),
  height: pixels('Rows of the result; in proportion to the width when it is absent.'),
  fit: oneOf(
    FITS,
    'With both sides given: fill them and cut off the rest, fit inside and add background, ignore the proportions, or keep them with no side larger, or none smaller.',
  ),
  position: oneOf(
    ['centre', 'center', ...Object.keys(SIDES)],
    'Part to keep with cover, and place to take with contain.',
  ),
  kernel: oneOf(KERNEL_NAMES, 'How neighbouring pixels are weighed.'),
  withoutEnlargement: flag(false, 'Never make the picture larger.'),
  withoutReduction: flag(false, 'Never make the picture smaller.'),
  background: color('black', 'Colour around the picture with contain.'),
});

type Params = z.output<typeof params>;

/**
 * Another size. Extents and positions as in sharp, and the same but for roundings when shrinking; libvips
 * enlarges with its own bicubic, whatever the kernel. Of sharp's options the positions `entropy` and
 * `attention` and the kernels `mks2013` and `mks2021` are left out.
 *
 * With alpha, colours count as much as they are opaque. A background that the picture's channels cannot
 * hold gives the result those of it.
 */
export const resize = defineResize();

function defineResize() {
  return {
    name: 'resize' as const,
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
    ],
    tolerance: { u8: 1, u16: 2, f32: 1e-5 },

    geometry: resultOf,

    reference(input: Image, params: Params, output: Image): void {
      resampleExactly(input, layOut(input, params), output);
    },

    kernel(input: Image, params: Params, output: Image): void {
      resample(input, layOut(input, params), output);
    },

    lower(input: Shape, params: Params) {
      return resamplePasses(input, layOut(input, params), resultOf(input, params));
    },
  } satisfies Op<Params>;
}

function resultOf(input: Shape, params: Params): Shape {
  const { width, height, fit, background } = params;
  if (width === undefined && height === undefined) {
    throw invalidParameters([{ pointer: '/width', reason: 'expected width, height or both, received none' }]);
  }
  const scaled = scaledExtent(input, params);
  const channels = fit === 'contain' ? channelsFor(background, input) : input.channels;
  return { ...input, ...framed(scaled, params), channels };
}

/** Extent of the whole picture once it is scaled. */
function scaledExtent(input: Extent, params: Params): Extent {
  const { width, height, fit, withoutEnlargement, withoutReduction } = params;
  let across = width === undefined ? undefined : input.width / width;
  let down = height === undefined ? undefined : input.height / height;
  if (fit === 'fill') {
    across ??= 1;
    down ??= 1;
  } else if (across === undefined || down === undefined) {
    across = down = across ?? down ?? 1;
  } else {
    const pick = fit === 'cover' || fit === 'outside' ? Math.min : Math.max;
    across = down = pick(across, down);
  }
  const shrink = (factor: number) => {
    if (withoutReduction) return Math.min(1, factor);
    return withoutEnlargement ? Math.max(1, factor) : factor;
  };
  // Times the reciprocal, as libvips does it: halves round otherwise.
  const side = (length: number, factor: number) =>
    Math.max(1, Math.floor(length * (1 / Math.min(length, shrink(factor))) + 0.5));
  return { width: side(input.width, across), height: side(input.height, down) };
}

/** Extent of the result: what is left of the scaled picture, or that with background around it. */
function framed(scaled: Extent, { width, height, fit }: Params): Extent {
  const pick = fit === 'cover' ? Math.min : Math.max;
  if (fit !== 'cover' && fit !== 'contain') return scaled;
  return {
    width: pick(scaled.width, width ?? scaled.width),
    height: pick(scaled.height, height ?? scaled.height),
  };
}

function layOut(input: Shape, params: Params): Resampling {
  const scaled = scaledExtent(input, params);
  const { width, height } = framed(scaled, params);
  const [x, y] = SIDES[params.position] ?? [0, 0];
  // Half a pixel goes to the left and the top of a part, and not in front of a picture; as in sharp.
  const cut = (more: number, side: number) => (side === 0 ? Math.ceil(more / 2) : side < 0 ? 0 : more);
  const pad = (more: number, side: number) => (side === 0 ? Math.floor(more / 2) : side < 0 ? 0 : more);
  return {
    kernel: params.kernel,
    scaled,
    part: {
      left: cut(Math.max(0, scaled.width - width), x),
      top: cut(Math.max(0, scaled.height - height), y),
      width: Math.min(width, scaled.width),
      height: Math.min(height, scaled.height),
    },
    place: {
      left: pad(Math.max(0, width - scaled.width), x),
      top: pad(Math.max(0, height - scaled.height), y),
    },
    background: colorLevels(params.background, input.type).map((level) => quantize(input.type, level)),
  };
}

/** Channels of a picture that can hold the background too. */
function channelsFor(background: Color, { channels }: Shape): Channels {
  const [red, green, blue, alpha] = colorLevels(background, 'f32');
  const gray = channels < 3 && red === green && green === blue;
  const transparent = hasAlpha(channels) || alpha < 1;
  return ((gray ? 1 : 3) + (transparent ? 1 : 0)) as Channels;
}

/** A pass for each axis; floats lie in between. */
function resamplePasses(input: Shape, plan: Resampling, output: Shape): Pass[] {
  const { kernel, scaled, part, place, background } = plan;
  const byAlpha = weighsAlpha(input, plan) ? 1 : 0;
  let source = input;
  return axesOf(input, plan).map(({ vertical, weights, extent }, index): Pass => {
    const last = index === 1;
    const goal = last ? output : ({ ...input, ...extentOf(extent), type: 'f32' } as const);
    const { left, top } = last ? place : { left: 0, top: 0 };
    const scale = vertical ? input.height / scaled.height : 1;
    const pass: Pass = {
      entry: vertical ? 'ops/resize/columns' : 'ops/resize/rows',
      params: {
        module: 'ops/resize/params',
        uniforms: {
          background,
          place: [left, top],
          extent: [extent.width, extent.height],
          source: [source.width, source.height],
          taps: weights.taps,
          by_alpha: byAlpha,
          opaque: hasAlpha(input.channels) ? 0 : WHITE[input.type],
        },
      },
      table: tableOf(weights),
      rounded: goal.type,
      stages: [],
      source,
      goal,
      rows: vertical ? { scale, offset: (part.top - top + 0.5) * scale - 0.5 } : { scale: 1, offset: -top },
      // A row more for what the line above loses in rounding.
      halo: vertical ? reachOf(kernel, scale) + 1 : 0,
    };
    source = goal;
    return pass;
  });
}

function extentOf({ width, height }: Extent): Extent {
  return { width, height };
}

const tables = new WeakMap<Weights, Float32Array>();

/** For each output its first input, and its weights. */
function tableOf(made: Weights): Float32Array {
  let table = tables.get(made);
  if (!table) {
    const { taps, starts, weights } = made;
    table = new Float32Array(starts.length * (taps + 1));
    for (const [index, start] of starts.entries()) {
      table[index * (taps + 1)] = start;
      table.set(weights.subarray(index * taps, (index + 1) * taps), index * (taps + 1) + 1);
    }
    tables.set(made, table);
  }
  return table;
}

/** The op `mask`: make the picture transparent where a mask is dark. */
import * as z from 'zod';
import { hasAlpha, type Image, type Shape } from '../../core/image.ts';
import type { Pass } from '../../core/pass.ts';
import { type Channels, LEVEL_LIMIT, roundLevel, WHITE } from '../../core/pixel.ts';
import type { Work } from '../../core/turns.ts';
import { maskRows } from '../../kernels/layers/mask-rows.ts';
import { LUMA } from '../../math/srgb.ts';
import { file, flag, oneOf } from '../lib/fields.ts';
import type { FurtherSource, Op } from '../op.ts';
import { copyPixels } from './lib/compose.ts';
import { stretchedLayer, stretchTable } from './lib/layer.ts';

const MODES = ['luminance', 'alpha'] as const;

const params = z.strictObject({
  image: file("The mask. It is scaled to the picture's width and height."),
  channel: oneOf(MODES, 'Part of the mask that counts: its luminance times its alpha, or its alpha alone.'),
  invert: flag(false, 'Invert the mask: hide what it keeps, and keep what it hides.'),
});

type Params = z.output<typeof params>;

/**
 * Multiplies alpha by a mask: white keeps, black hides. As in CSS Masking Level 1, luminance is that of the samples
 * as they are stored, with the weights of ITU-R BT.709, times alpha. sharp has no such operation; its `composite`
 * with `dest-in` does the same. Colours stay bit for bit. The mask is limited to 0..1, and counts as 0 where it is
 * NaN.
 *
 * Reads the picture and the mask once and writes the result once. A mask of another extent is scaled with a triangle
 * filter.
 */
export const mask = defineMask();

function defineMask() {
  const op = {
    name: 'mask' as const,
    family: 'layers',
    aliases: [] as const,
    summary: 'Make the picture transparent where a mask is dark.',
    kind: 'compose' as const,
    params,
    positional: ['image', 'channel', 'invert'] as const,
    examples: [
      { image: 'mask.png' },
      { image: 'logo.png', channel: 'alpha', invert: true },
      { image: 'logo.png' },
    ],
    tolerance: { u8: 1, u16: 1, f32: 2e-6 },
    nonFinite:
      'Colours stay. A mask counts as 0 where it is NaN. A NaN alpha stays NaN and an infinite one stays infinite; 0 times an infinity is NaN.',

    sources: ({ image }: Params): readonly FurtherSource[] => [{ kind: 'file', name: image }],

    geometry: (input: Shape): Shape => ({
      ...input,
      channels: (hasAlpha(input.channels) ? input.channels : input.channels + 1) as Channels,
    }),

    reference(input: Image, params: Params, output: Image, [other]: readonly Image[]): void {
      const work = rowMasker(input, params, other as Image, output);
      for (let y = 0; y < input.height; y++) work(y);
    },

    kernel(input: Image, params: Params, output: Image, [other]: readonly Image[]): Work<void> {
      const { channel, invert } = params;
      const weights = channel === 'alpha' ? undefined : LUMA.rec709;
      const work = rowMasker(input, params, other as Image, output);
      return maskRows(input, { mask: other as Image, weights, invert }, output, work);
    },

    lower(input: Shape, { channel, invert }: Params, [other]: readonly Shape[]): Pass[] {
      const goal = op.geometry(input);
      const shape = other as Shape;
      const { table, taps } = stretchTable(shape, input);
      const uniforms = {
        taps,
        extent: [shape.width, shape.height],
        from_alpha: Number(channel === 'alpha'),
        invert: Number(invert),
      };
      return [
        {
          entry: 'ops/layers/mask/pixels',
          params: { module: 'ops/layers/mask/params', uniforms },
          table,
          rounded: goal.type,
          stages: [],
          source: input,
          goal,
          halo: 0,
          other: { index: 0, shape },
        },
      ];
    },
  } satisfies Op<Params>;
  return op;
}

/** Returns a function that computes a row of the result in f64. */
function rowMasker(input: Image, { channel, invert }: Params, mask: Image, output: Image) {
  const { width, height } = input;
  const { data, channels, type } = output;
  const layer = stretchedLayer(mask, { width, height });
  const limit = LEVEL_LIMIT[type];
  return (y: number): void => {
    copyPixels(input, output, y * width, (y + 1) * width);
    const row = layer.row(y);
    let at = y * width * channels + channels - 1;
    for (let x = 0; x < 4 * width; x += 4) {
      const kept = keptBy(row, x, channel);
      const alpha = hasAlpha(input.channels) ? (data[at] as number) : WHITE[type];
      data[at] = roundLevel(alpha * (invert ? 1 - kept : kept), limit);
      at += channels;
    }
  };
}

/** The part of a pixel that a mask's colour keeps. */
function keptBy(colors: Float64Array, at: number, channel: Params['channel']): number {
  const alpha = colors[at + 3] as number;
  if (channel === 'alpha') return alpha;
  const [red, green, blue] = LUMA.rec709;
  const luminance =
    red * (colors[at] as number) + green * (colors[at + 1] as number) + blue * (colors[at + 2] as number);
  // Infinities of both signs make NaN, which is not above 0.
  return luminance > 0 ? alpha * Math.min(1, luminance) : 0;
}

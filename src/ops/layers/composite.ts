/** The op `composite`: lay another picture on top. */
import * as z from 'zod';
import { invalidParameters } from '../../core/errors.ts';
import type { Extent, Image, Shape } from '../../core/image.ts';
import type { Pass } from '../../core/pass.ts';
import type { Work } from '../../core/turns.ts';
import { BLEND_MODES, type BlendMode } from '../../math/blend.ts';
import { file, flag, number, oneOf } from '../lib/fields.ts';
import { position } from '../lib/placement.ts';
import type { FurtherSource, Op } from '../op.ts';
import { compose, composedShape, composeExactly, type Laying } from './lib/compose.ts';
import { layerOf } from './lib/layer.ts';
import { offset, offsetFault, placeOf, tilesOf } from './lib/overlay.ts';

const BLENDS = [...BLEND_MODES, 'color-dodge', 'color-burn'] as const;

const LIGHTS = ['srgb', 'linear'] as const;

const params = z.strictObject({
  image: file('The picture to lay on this one.'),
  blend: oneOf(BLENDS, 'Blend mode, by the names of sharp, PDF and CSS.').overwrite(modeOf),
  gravity: position(
    'Side, corner or centre of the picture where the overlay lies, or a point for its middle.',
  ),
  left: offset(
    'Column at which the overlay begins, in place of gravity. With tile: columns to cut off the first tile.',
  ),
  top: offset(
    'Row at which the overlay begins, in place of gravity. With tile: rows to cut off the first tile.',
  ),
  tile: flag(false, 'Repeat the overlay all over the picture.'),
  premultiplied: flag(false, "The overlay's colours are already multiplied by its alpha."),
  opacity: number({
    unit: 'ratio',
    min: 0,
    max: 1,
    default: 1,
    describe: "Factor for the overlay's alpha.",
  }),
  light: oneOf(
    LIGHTS,
    'Blend the samples as they are stored (srgb), or the light that they stand for (linear).',
  ),
});

type Params = z.output<typeof params>;

/**
 * Lays another picture on top: T. Porter and T. Duff, "Compositing Digital Images", 1984, and the separable blend
 * modes of W3C Compositing and Blending Level 1, which are PDF's. Reads each picture once and writes the result once.
 *
 * Parameters and positions are those of sharp's `composite`, to the pixel. libvips truncates where Noir rounds. Under
 * a translucent overlay libvips blends premultiplied colours, which W3C's formulas do not mean: the modes from
 * `multiply` on differ there by 22 to 32 dB and `dest-atop` by 9; `atop` and `saturate` differ where the picture is
 * translucent too. sharp always adds alpha; here only modes that can make the picture transparent do. Gray under
 * colour becomes RGB. An overlay that reaches beyond the picture is cut off. Where the overlay is transparent, pixels
 * stay bit for bit, except with `clear`, `source`, `in`, `out`, `dest-in` and `dest-atop`.
 *
 * Floats: alpha is limited to 0..1. Colours may lie beyond, but `screen`, `overlay`, dodge, burn, the two lights and
 * `exclusion` blend them within 0..1. NaN counts as 0 where something is mixed; a colour with a weight of 0 does not
 * count, even if it is infinite.
 *
 * Dodge and burn of linear light divide by what may be nearly 0: there the GPU is off by 3 levels of 65535 on noise,
 * and by more where a colour is a level or two below white.
 */
export const composite = defineComposite();

function defineComposite() {
  return {
    name: 'composite' as const,
    family: 'layers',
    aliases: [] as const,
    summary: 'Lay another picture on top.',
    kind: 'compose' as const,
    params,
    positional: ['image', 'gravity', 'blend'] as const,
    examples: [
      { image: 'logo.png' },
      { image: 'other.png', blend: 'soft-light', opacity: 0.7 },
      { image: 'logo.png', blend: 'xor', tile: true, gravity: 'southeast', light: 'linear' },
      { image: 'logo.png', blend: 'multiply', left: -2, top: 3, premultiplied: true },
    ],
    shown: [
      { image: 'logo.png' },
      { image: 'logo.png', gravity: 'southeast', opacity: 0.6 },
      { image: 'other.png', blend: 'multiply' },
      { image: 'other.png', blend: 'soft-light' },
      { image: 'other.png', blend: 'screen' },
      { image: 'logo.png', left: 20, top: 40 },
      { image: 'logo.png', tile: true, blend: 'overlay' },
    ],
    tolerance: { u8: 1, u16: 2, f32: 1e-5 },
    nonFinite:
      'Under and in the overlay, NaN counts as 0. An infinity that has a weight stays infinite, or becomes NaN, as infinity minus infinity and 0 times infinity do. Other pixels stay.',
    unlikeSharp:
      'Under a translucent overlay, libvips blends premultiplied colours in `dest-atop` and in the modes from `multiply` on in the list above (22 to 32 dB). `atop` and `saturate` differ where the picture is translucent too. Here all modes follow W3C Compositing and Blending Level 1. sharp always adds alpha. Here only modes that can make the picture transparent add it.',

    sources: ({ image }: Params): readonly FurtherSource[] => [{ kind: 'file', name: image }],

    geometry(input: Shape, { left, top, blend }: Params, [other]: readonly Shape[]): Shape {
      const fault = offsetFault(left, top);
      if (fault) throw invalidParameters([fault]);
      return composedShape(input, other as Shape, blend as BlendMode);
    },

    reference(input: Image, params: Params, output: Image, [other]: readonly Image[]): void {
      const layer = layerOf(other as Image, params.premultiplied);
      composeExactly(input, layer, layingOf(input, layer, params), output);
    },

    kernel(input: Image, params: Params, output: Image, [other]: readonly Image[]): Work<void> {
      const layer = layerOf(other as Image, params.premultiplied);
      return compose(input, layer, layingOf(input, layer, params), output);
    },

    lower(input: Shape, params: Params, [other]: readonly Shape[]): Pass[] {
      const laying = layingOf(input, other as Shape, params);
      return [compositePass(input, other as Shape, laying, params.premultiplied)];
    },
  } satisfies Op<Params>;
}

/** `color-dodge` and `color-burn` become `colour-dodge` and `colour-burn`. */
function modeOf(blend: (typeof BLENDS)[number]): BlendMode {
  return blend.replace('color', 'colour') as BlendMode;
}

function layingOf(input: Extent, layer: Extent, params: Params): Laying {
  const { blend, opacity, light, tile } = params;
  return {
    mode: blend as BlendMode,
    opacity,
    linear: light === 'linear',
    ...(tile ? tilesOf(input, layer, params) : placeOf(input, layer, params)),
  };
}

/** The pass that lays the first further picture on the source. */
export function compositePass(source: Shape, other: Shape, laying: Laying, premultiplied = false): Pass {
  const { mode, opacity, linear, left, top, period } = laying;
  const goal = composedShape(source, other, mode);
  const uniforms = {
    place: [left, top],
    extent: [other.width, other.height],
    period: period ? [period.width, period.height] : [0, 0],
    mode: BLEND_MODES.indexOf(mode),
    opacity,
    premultiplied: Number(premultiplied),
    linear: Number(linear),
  };
  return {
    entry: 'ops/layers/composite/pixels',
    params: { module: 'ops/layers/composite/params', uniforms },
    rounded: goal.type,
    stages: [],
    source,
    goal,
    halo: 0,
    other: { index: 0, shape: other },
  };
}

/** The op `watermark`: lay a mark on the picture: another picture, or text. */
import * as z from 'zod';
import { invalidParameters } from '../../core/errors.ts';
import type { Extent, Image, Shape } from '../../core/image.ts';
import type { Pass } from '../../core/pass.ts';
import type { Work } from '../../core/turns.ts';
import { color, file, flag, number } from '../lib/fields.ts';
import { position } from '../lib/placement.ts';
import type { FurtherSource, Op } from '../op.ts';
import { compose, composedShape, composeExactly, type Laying } from './lib/compose.ts';
import { stretchedLayer, stretchTable } from './lib/layer.ts';
import { font, fontSize, margin, placeOf, tilesOf } from './lib/overlay.ts';

const params = z.strictObject({
  image: file('The mark, as a picture. Give either this or text.').optional(),
  text: z.string().min(1).max(2000).optional().describe('The mark, as text.'),
  opacity: number({ unit: 'ratio', min: 0, max: 1, default: 0.5, describe: "Factor for the mark's alpha." }),
  gravity: position(
    'Side, corner or centre of the picture where the mark lies, or a point for its middle.',
  ).default('southeast'),
  margin: margin('Pixels between the mark and the sides that gravity names, and between tiles.'),
  scale: number({
    unit: 'ratio',
    min: 0,
    max: 1,
    default: 0,
    describe:
      "Width of the mark as a fraction of the picture's width; 0 keeps the mark's own size. A scaled mark is never higher than the picture.",
  }),
  tile: flag(false, 'Repeat the mark all over the picture.'),
  font: font(),
  size: fontSize(),
  color: color('white', 'Colour of the letters, for a mark that is text.'),
});

type Params = z.output<typeof params>;

/**
 * Lays a mark on the picture, itself a picture or text, as `composite` does with `over`. With `scale`, the mark is
 * scaled in the same pass by a triangle filter and by alpha: each covered pixel reads the mark's pixels that overlap
 * it, at least four.
 */
export const watermark = defineWatermark();

function defineWatermark() {
  return {
    name: 'watermark' as const,
    family: 'layers',
    aliases: [] as const,
    summary: 'Lay a mark on the picture: another picture, or text.',
    kind: 'compose' as const,
    params,
    positional: ['image', 'opacity', 'gravity'] as const,
    examples: [
      { image: 'logo.png', margin: 2, scale: 0.4 },
      { image: 'other.png', scale: 0.2, tile: true, margin: 3, gravity: 'centre' },
      { text: 'Noir' },
    ],
    shown: [
      { image: 'logo.png', margin: 6, scale: 0.2 },
      { image: 'logo.png', scale: 0.15, tile: true, margin: 12, gravity: 'centre', opacity: 0.3 },
      { text: 'Noir', size: 24 },
    ],
    tolerance: { u8: 1, u16: 1, f32: 4e-6 },
    nonFinite:
      'Under and in the mark, NaN counts as 0, and an infinity stays or becomes NaN, as infinity minus infinity does. Other pixels stay.',

    sources({ image, text, font, size, color }: Params): readonly FurtherSource[] {
      if (image !== undefined) return [{ kind: 'file', name: image }];
      if (text === undefined) return [];
      return [{ kind: 'text', text: { text, font, size, color, align: 'left' } }];
    },

    geometry(input: Shape, { image, text }: Params, [mark]: readonly Shape[]): Shape {
      if ((image === undefined) === (text === undefined)) {
        const received = image === undefined ? 'neither' : 'both';
        throw invalidParameters([
          { pointer: '/image', reason: `expected image or text, received ${received}` },
        ]);
      }
      return composedShape(input, mark as Shape, 'over');
    },

    reference(input: Image, params: Params, output: Image, [mark]: readonly Image[]): void {
      const layer = stretchedLayer(mark as Image, scaledExtent(input, mark as Image, params));
      composeExactly(input, layer, layingOf(input, layer, params), output);
    },

    kernel(input: Image, params: Params, output: Image, [mark]: readonly Image[]): Work<void> {
      const layer = stretchedLayer(mark as Image, scaledExtent(input, mark as Image, params));
      return compose(input, layer, layingOf(input, layer, params), output);
    },

    lower(input: Shape, params: Params, [mark]: readonly Shape[]): Pass[] {
      const shape = mark as Shape;
      const extent = scaledExtent(input, shape, params);
      const { left, top, period } = layingOf(input, extent, params);
      const { table, taps } = stretchTable(shape, extent);
      const goal = composedShape(input, shape, 'over');
      const uniforms = {
        place: [left, top],
        extent: [extent.width, extent.height],
        period: period ? [period.width, period.height] : [0, 0],
        mark: [shape.width, shape.height],
        taps,
        opacity: params.opacity,
      };
      return [
        {
          entry: 'ops/layers/watermark/pixels',
          params: { module: 'ops/layers/watermark/params', uniforms },
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
}

/** The mark's extent on the picture. A scaled mark is never higher than the picture. */
function scaledExtent(picture: Extent, mark: Extent, { scale }: Params): Extent {
  if (scale === 0) return { width: mark.width, height: mark.height };
  const factor = Math.min((scale * picture.width) / mark.width, picture.height / mark.height);
  return {
    width: Math.max(1, Math.round(mark.width * factor)),
    height: Math.max(1, Math.round(mark.height * factor)),
  };
}

function layingOf(picture: Extent, mark: Extent, params: Params): Laying {
  const place = params.tile ? tilesOf(picture, mark, params) : placeOf(picture, mark, params);
  return { mode: 'over', opacity: params.opacity, linear: false, ...place };
}

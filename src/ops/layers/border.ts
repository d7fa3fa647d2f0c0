/** The op `border`: draw a border of one colour. */
import * as z from 'zod';
import type { Extent, Image, Shape } from '../../core/image.ts';
import type { Pass } from '../../core/pass.ts';
import type { Work } from '../../core/turns.ts';
import { extend } from '../geometry/extend.ts';
import { channelsFor } from '../lib/background.ts';
import { color, colorLevels, flag } from '../lib/fields.ts';
import type { Op } from '../op.ts';
import { compose, composedShape, composeExactly, type Laying } from './lib/compose.ts';
import type { Layer } from './lib/layer.ts';

const pixels = z.number().int().min(0).max(10_000);

function side(name: string) {
  return pixels
    .optional()
    .meta({ description: `Width of the border ${name}, in place of width.`, unit: 'pixels' });
}

const params = z.strictObject({
  width: pixels
    .default(10)
    .meta({ description: 'Width of the border on each side.', unit: 'pixels', suggested: [0, 100] }),
  color: color('black', 'Colour of the border.'),
  inside: flag(false, "Draw the border over the picture's edge, not around the picture."),
  top: side('at the top'),
  right: side('on the right'),
  bottom: side('at the bottom'),
  left: side('on the left'),
});

type Params = z.output<typeof params>;

/**
 * Draws a border of one colour. Around the picture it is `extend` with a background. Inside, it is blended over the
 * edge by its alpha, as `composite` does with `over`: one read and one write per pixel; pixels that it does not cover
 * stay bit for bit. sharp has only `extend`.
 */
export const border = defineBorder();

function defineBorder() {
  const op = {
    name: 'border' as const,
    family: 'layers',
    aliases: [] as const,
    summary: 'Draw a border of one colour.',
    kind: 'geometry' as const,
    params,
    positional: ['width', 'color', 'inside'] as const,
    examples: [
      { width: 2, color: 'ff8000' },
      { width: 3, inside: true, top: 0, color: '20c0ff80' },
    ],
    shown: [
      { width: 8, color: 'ff8000' },
      { width: 6, inside: true, color: '20c0ff80' },
    ],
    tolerance: { u8: 1, u16: 1, f32: 1e-6 },
    nonFinite:
      'NaN and infinities of the picture stay. Under a border that is drawn inside, NaN counts as 0, and an infinity stays where the border is translucent.',

    geometry(input: Shape, params: Params): Shape {
      if (!params.inside) return extend.geometry(input, aroundOf(params));
      const { channels } = input;
      const opaque = channelsFor(params.color, { ...input, channels: channels < 3 ? 1 : 3 }) >= 3 ? 3 : 1;
      return composedShape(input, { ...input, channels: opaque }, 'over');
    },

    reference(input: Image, params: Params, output: Image): void {
      if (params.inside) composeExactly(input, frameLayer(input, params), LAYING, output);
      else extend.reference(input, aroundOf(params), output);
    },

    features: (_: Shape, { inside }: Params) => (inside ? { variant: 'inside' } : {}),

    kernel(input: Image, params: Params, output: Image): Work<void> {
      if (params.inside) return compose(input, frameLayer(input, params), LAYING, output);
      return extend.kernel(input, aroundOf(params), output);
    },

    lower(input: Shape, params: Params): Pass[] {
      if (!params.inside) return extend.lower(input, aroundOf(params));
      const goal = op.geometry(input, params);
      const { top, right, bottom, left } = sidesOf(params);
      const uniforms = {
        color: colorLevels(params.color, 'f32'),
        first: [left, top],
        end: [input.width - right, input.height - bottom],
      };
      return [
        {
          entry: 'ops/layers/border/pixels',
          params: { module: 'ops/layers/border/params', uniforms },
          rounded: goal.type,
          stages: [],
          source: input,
          goal,
          halo: 0,
        },
      ];
    },

    sharp: (pipeline, params, input) =>
      params.inside ? undefined : extend.sharp(pipeline, aroundOf(params), input),
  } satisfies Op<Params>;
  return op;
}

const LAYING: Laying = { mode: 'over', opacity: 1, linear: false, left: 0, top: 0 };

function sidesOf({ width, top = width, right = width, bottom = width, left = width }: Params) {
  return { top, right, bottom, left };
}

function aroundOf(params: Params) {
  return { ...sidesOf(params), extendWith: 'background', background: params.color } as const;
}

/** A frame of one colour, transparent within. */
function frameLayer({ width, height }: Extent, params: Params): Layer {
  const { top, right, bottom, left } = sidesOf(params);
  const pixel = colorLevels(params.color, 'f32');
  const solid = Float64Array.from({ length: 4 * width }, (_, at) => pixel[at % 4] as number);
  const open = solid.slice();
  for (let x = left; x < width - right; x++) open[4 * x + 3] = 0;
  return { width, height, row: (y) => (y < top || y >= height - bottom ? solid : open) };
}

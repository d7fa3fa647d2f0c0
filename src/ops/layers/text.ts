/** The op `text`: write text on the picture. */
import * as z from 'zod';
import { invalidParameters } from '../../core/errors.ts';
import type { Extent, Image, Shape } from '../../core/image.ts';
import type { Pass } from '../../core/pass.ts';
import type { Work } from '../../core/turns.ts';
import { color, number, oneOf } from '../lib/fields.ts';
import { position } from '../lib/placement.ts';
import type { FurtherSource, Op } from '../op.ts';
import { compositePass } from './composite.ts';
import { compose, composedShape, composeExactly, type Laying } from './lib/compose.ts';
import { layerOf } from './lib/layer.ts';
import { font, fontSize, margin, offset, offsetFault, placeOf } from './lib/overlay.ts';

const ALIGNS = ['left', 'centre', 'right'] as const;

const params = z.strictObject({
  text: z.string().min(1).max(2000).describe('The text. A line break starts a new line.'),
  font: font(),
  size: fontSize(),
  color: color('black', 'Colour of the letters.'),
  width: z.number().int().min(1).max(16_384).optional().meta({
    description:
      'Width at which lines wrap between words, and within a longer word. Without it, lines do not wrap.',
    unit: 'pixels',
  }),
  align: oneOf(ALIGNS, 'Alignment of the lines.'),
  gravity: position('Side, corner or centre of the picture where the text lies, or a point for its middle.'),
  left: offset('Column at which the text begins, in place of gravity.'),
  top: offset('Row at which the text begins, in place of gravity.'),
  margin: margin('Pixels between the text and the sides that gravity names.'),
  opacity: number({ unit: 'ratio', min: 0, max: 1, default: 1, describe: "Factor for the text's alpha." }),
});

type Params = z.output<typeof params>;

/**
 * Writes text on the picture. The text is drawn to a picture as large as its letters, and blended as `composite` does
 * with `over`. A gray picture becomes RGB. sharp takes text as an input of `composite`.
 */
export const text = defineText();

function defineText() {
  return {
    name: 'text' as const,
    family: 'layers',
    aliases: [] as const,
    summary: 'Write text on the picture.',
    kind: 'compose' as const,
    params,
    positional: ['text', 'size', 'color', 'gravity'] as const,
    examples: [{ text: 'Noir', size: 12, gravity: 'southeast', margin: 2, opacity: 0.8 }],
    shown: [{ text: 'Noir', size: 36, color: 'white', gravity: 'southeast', margin: 6 }],
    tolerance: { u8: 1, u16: 1, f32: 2e-6 },
    nonFinite:
      'Under the letters, NaN counts as 0, and an infinity stays or becomes NaN, as infinity minus infinity does. Other pixels stay.',

    sources({ text, font, size, color, width, align }: Params): readonly FurtherSource[] {
      return [{ kind: 'text', text: { text, font, size, color, width, align } }];
    },

    geometry(input: Shape, { left, top }: Params, [drawn]: readonly Shape[]): Shape {
      const fault = offsetFault(left, top);
      if (fault) throw invalidParameters([fault]);
      return composedShape(input, drawn as Shape, 'over');
    },

    reference(input: Image, params: Params, output: Image, [drawn]: readonly Image[]): void {
      const layer = layerOf(drawn as Image);
      composeExactly(input, layer, layingOf(input, layer, params), output);
    },

    kernel(input: Image, params: Params, output: Image, [drawn]: readonly Image[]): Work<void> {
      const layer = layerOf(drawn as Image);
      return compose(input, layer, layingOf(input, layer, params), output);
    },

    lower(input: Shape, params: Params, [drawn]: readonly Shape[]): Pass[] {
      return [compositePass(input, drawn as Shape, layingOf(input, drawn as Shape, params))];
    },
  } satisfies Op<Params>;
}

function layingOf(input: Extent, layer: Extent, params: Params): Laying {
  return { mode: 'over', opacity: params.opacity, linear: false, ...placeOf(input, layer, params) };
}

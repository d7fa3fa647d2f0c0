import { z } from 'zod';
import { colorChannels, hasAlpha, type Shape } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';
import { flattened } from '../../kernels/channels/flatten.ts';
import type { SampleMap } from '../../kernels/pixels/sample-maps.ts';
import { type Color, color, colorLevels } from '../lib/fields.ts';
import { definePointOp } from '../lib/point.ts';

/**
 * Lays the picture on a background of one colour: `sample * a + background * (1 - a)` with `a` the
 * fraction alpha / white, and no alpha in the result. On pictures without alpha nothing changes. Floats
 * are not limited: alpha beyond white and infinities follow the formula, and NaN stays NaN, but where alpha
 * is 0 there is background, whatever the colour.
 *
 * As sharp's `flatten`, which truncates where Noir rounds, and takes 257 as 256 for a background on 16
 * bits. Where a gray picture gets a background that is not gray the result is RGB; sharp takes the
 * background's red for it. A background's own alpha is left out of account.
 *
 * Each sample in once and each colour out; six products a pixel.
 */
export const flatten = definePointOp({
  name: 'flatten',
  family: 'channels',
  summary: 'Lay the picture on a background, and drop its alpha channel.',
  params: z.strictObject({
    background: color('black', 'Colour behind the picture, such as `ff8800`, `white` or `[255, 136, 0]`.'),
  }),
  positional: ['background'],
  examples: [{}, { background: 'ff8800' }, { background: [128, 128, 128] }],
  tolerance: { u8: 1, u16: 1, f32: 1e-6 },
  nonFinite:
    'Where alpha is 0 there is background, whatever the colour; elsewhere a NaN colour stays NaN, a NaN or infinite alpha makes all three NaN or infinite, and an infinite colour stays infinite.',
  unlikeSharp:
    "On 16 bits sharp takes 256 for 257, so that a white background is not quite white, and on a gray picture it takes the background's red for a gray.",
  channelwise: false,

  geometry: (input, { background }): Shape => flatShape(input, background),

  map({ background }, { type }) {
    const white = WHITE[type];
    const behind = colorLevels(background, type);
    return (colors) => {
      for (let at = 0; at < colors.length; at += 4) {
        const alpha = (colors[at + 3] as number) / white;
        for (let channel = 0; channel < 3; channel++) {
          const back = behind[channel] as number;
          const mixed = (colors[at + channel] as number) * alpha + back * (1 - alpha);
          colors[at + channel] = alpha === 0 ? back : mixed;
        }
        colors[at + 3] = white;
      }
    };
  },

  cpu: {
    // What is opaque hides every background.
    picks: (_, { channels }) =>
      hasAlpha(channels) ? undefined : Array.from({ length: channels }, (_, channel) => channel),
    bytes: quickMap,
    words: quickMap,
  },

  uniforms({ background }, { type }) {
    const [red, green, blue] = colorLevels(background, type);
    return { background: [red, green, blue], white: WHITE[type] };
  },

  sharp(pipeline, { background }, { type, channels }) {
    // libvips passes floats through its 8-bit colour spaces.
    if (type === 'f32') return undefined;
    if (!hasAlpha(channels)) return pipeline;
    const [r, g, b] = colorLevels(background, 'u8');
    if (type === 'u16' && r + g + b > 0) return undefined;
    // Colours as numbers are bytes in sharp too.
    if (![r, g, b].every(Number.isInteger) || (channels === 2 && !isGray(background))) return undefined;
    return pipeline.flatten({ background: { r, g, b } });
  },
});

function flatShape(input: Shape, background: Color): Shape {
  if (!hasAlpha(input.channels)) return input;
  return { ...input, channels: isGray(background) ? colorChannels(input.channels) : 3 };
}

/** The same in 32-bit floats, for integers. */
function quickMap({ background }: { readonly background: Color }, input: Shape): SampleMap | undefined {
  if (!hasAlpha(input.channels)) return undefined;
  return flattened(colorLevels(background, input.type), input, flatShape(input, background));
}

function isGray(background: Color): boolean {
  const [red, green, blue] = colorLevels(background, 'u8');
  return red === green && green === blue;
}

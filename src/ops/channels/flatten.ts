/** The op `flatten`: lay the picture on a background, and drop its alpha channel. */
import * as z from 'zod';
import { colorChannels, hasAlpha, type Shape } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';
import { flattened } from '../../kernels/channels/flatten.ts';
import type { SampleMap } from '../../kernels/pixels/sample-maps.ts';
import { type Color, color, colorLevels } from '../lib/fields.ts';
import { definePointOp } from '../lib/point.ts';

/**
 * Lays the picture on a background of one colour: `sample * a + background * (1 - a)`, where `a` is alpha as a
 * fraction of white. The result has no alpha. Pictures without alpha stay as they are. Floats are not limited: the
 * formula also holds for alpha beyond white and for infinities. Where alpha is 0, the result is the background,
 * whatever the colour.
 *
 * As sharp's `flatten`, which truncates where Noir rounds, and scales a background to 16 bits by 256 instead of 257.
 * A gray picture on a coloured background becomes RGB; sharp uses the background's red instead. The background's own
 * alpha is ignored.
 *
 * Reads each sample and writes each colour once; six products per pixel.
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
    'Where alpha is 0 the result is the background, whatever the colour. Elsewhere NaN and infinite colours stay, and a NaN or infinite alpha makes all three colours NaN or infinite.',
  unlikeSharp:
    "sharp scales the background to 16 bits by 256 instead of 257, so that white is not quite white. On a gray picture it uses the background's red as the gray.",
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
    // An opaque picture hides every background.
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

/** The same in 32-bit floats, for integer pictures. */
function quickMap({ background }: { readonly background: Color }, input: Shape): SampleMap | undefined {
  if (!hasAlpha(input.channels)) return undefined;
  return flattened(colorLevels(background, input.type), input, flatShape(input, background));
}

function isGray(background: Color): boolean {
  const [red, green, blue] = colorLevels(background, 'u8');
  return red === green && green === blue;
}

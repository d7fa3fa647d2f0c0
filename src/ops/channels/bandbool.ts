/** The op `bandbool`: combine the bits of all channels to a gray picture. */
import * as z from 'zod';
import { invalidParameters } from '../../core/errors.ts';
import { hasAlpha, type Shape } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';
import { bitwise, integerFault, OPERATORS, operator } from '../../kernels/channels/bitwise.ts';
import { combineChannels } from '../../kernels/channels/bitwise-channels.ts';
import { definePointOp } from '../lib/point.ts';

/**
 * Combines the bits of all channels of a pixel, alpha included, to one gray sample, exactly. As sharp's `bandbool`.
 * Floats have no bits to combine and are refused.
 */
export const bandbool = definePointOp({
  name: 'bandbool',
  family: 'channels',
  summary: 'Combine the bits of all channels into a gray picture.',
  params: z.strictObject({
    operator: operator(
      'A bit of the result is set if it is set in all channels (and), in any (or), or in an odd number of them (eor).',
    ),
  }),
  positional: ['operator'],
  examples: [{ operator: 'and' }, { operator: 'or' }, { operator: 'eor' }],
  tolerance: { u8: 0, u16: 0, f32: 0 },
  nonFinite: 'The picture is refused: floats have no bits to combine.',
  channelwise: false,

  geometry(input): Shape {
    const fault = integerFault(input);
    if (fault) throw invalidParameters([fault]);
    return { ...input, channels: 1 };
  },

  map({ operator }, { type, channels }) {
    const run = bitwise(operator);
    const transparent = hasAlpha(channels);
    return (colors) => {
      for (let at = 0; at < colors.length; at += 4) {
        // A gray picture has its gray three times, and combined with itself it stays.
        let bits = run(run(colors[at] as number, colors[at + 1] as number), colors[at + 2] as number);
        if (transparent) bits = run(bits, colors[at + 3] as number);
        colors[at] = bits;
        colors[at + 1] = bits;
        colors[at + 2] = bits;
        colors[at + 3] = WHITE[type];
      }
    };
  },

  cpu: {
    bytes: ({ operator }, { channels, type }) => combineChannels(operator, channels, type),
    words: ({ operator }, { channels, type }) => combineChannels(operator, channels, type),
  },

  uniforms: ({ operator }, { type, channels }) => ({
    operation: OPERATORS.indexOf(operator),
    alpha: Number(hasAlpha(channels)),
    white: WHITE[type],
  }),

  sharp: (pipeline, { operator }, { type, channels }) =>
    type === 'u8' && channels === 3 ? pipeline.bandbool(operator) : undefined,
});

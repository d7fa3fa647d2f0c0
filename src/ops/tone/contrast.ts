/** The op `contrast`: raise or lower contrast around middle gray. */
import * as z from 'zod';
import { colorChannels } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';
import { eachSample } from '../../kernels/pixels/colors.ts';
import { linearWords } from '../../kernels/pixels/linear-words.ts';
import { number } from '../lib/fields.ts';
import { definePointOp } from '../lib/point.ts';

/**
 * `factor * (sample - white / 2) + white / 2` on every colour sample as it is stored; alpha stays: 0 is plain gray, 1
 * changes nothing. As CSS's `contrast()`, Filter Effects Module Level 1. Floats keep values beyond black and white.
 *
 * sharp has no operation of that name; its `linear(factor, 127.5 * (1 - factor))` does the same.
 *
 * Reads and writes each sample once; a product and two sums per colour sample.
 */
export const contrast = definePointOp({
  name: 'contrast',
  family: 'tone',
  summary: 'Raise or lower contrast around middle gray.',
  params: z.strictObject({
    factor: number({
      unit: 'ratio',
      min: 0,
      max: 1000,
      default: 1,
      suggested: [0, 3],
      describe:
        'Factor for the distance of every colour sample from half of white: 0 makes plain gray, 1 changes nothing.',
    }),
  }),
  positional: ['factor'],
  examples: [{ factor: 1.4 }, { factor: 0.5 }],
  tolerance: { u8: 1, u16: 1, f32: 1e-6 },
  nonFinite: 'NaN stays NaN and an infinity stays infinite; 0 times an infinity is NaN.',
  channelwise: true,

  map({ factor }, { type }) {
    const middle = WHITE[type] / 2;
    return eachSample((sample) => factor * (sample - middle) + middle);
  },

  cpu: {
    words({ factor }, { channels }) {
      const middle = WHITE.u16 / 2;
      return linearWords(factor, middle - factor * middle, channels);
    },
  },

  uniforms: ({ factor }, { type }) => ({ factor, middle: WHITE[type] / 2 }),

  sharp(pipeline, { factor }, { type, channels }) {
    // libvips passes floats through its 8-bit colour spaces.
    if (type === 'f32') return undefined;
    const colors = colorChannels(channels);
    // It truncates where Noir rounds.
    const offset = (WHITE[type] / 2) * (1 - factor) + 0.5;
    return pipeline.linear(Array(colors).fill(factor), Array(colors).fill(offset));
  },
});

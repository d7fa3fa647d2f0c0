/** The op `brightness`: make the picture brighter or darker by a factor. */
import * as z from 'zod';
import { colorChannels } from '../../core/image.ts';
import { eachSample } from '../../kernels/pixels/colors.ts';
import { linearWords } from '../../kernels/pixels/linear-words.ts';
import { number } from '../lib/fields.ts';
import { definePointOp } from '../lib/point.ts';

/**
 * Multiplies every colour sample as it is stored by `factor`; alpha stays: 0 is black, 1 changes nothing. As CSS's
 * `brightness()`, Filter Effects Module Level 1.
 *
 * sharp's `modulate({ brightness })` multiplies lightness in CIE LCh instead, which keeps hues where a channel would
 * reach white. `exposure` multiplies linear light.
 *
 * Reads and writes each sample once; one product per colour sample.
 */
export const brightness = definePointOp({
  name: 'brightness',
  family: 'tone',
  summary: 'Make the picture brighter or darker by a factor.',
  params: z.strictObject({
    factor: number({
      unit: 'ratio',
      min: 0,
      max: 1000,
      default: 1,
      suggested: [0, 3],
      describe: 'Factor for every colour sample: 0 makes black, 1 changes nothing.',
    }),
  }),
  positional: ['factor'],
  examples: [{ factor: 1.3 }, { factor: 0.6 }],
  tolerance: { u8: 1, u16: 1, f32: 1e-6 },
  nonFinite: 'NaN stays NaN and an infinity stays infinite; 0 times an infinity is NaN.',
  channelwise: true,

  cpu: {
    words: ({ factor }, { channels }) => linearWords(factor, 0, channels),
  },

  map: ({ factor }) => eachSample((sample) => factor * sample),

  uniforms: ({ factor }) => ({ factor }),

  sharp(pipeline, { factor }, { type, channels }) {
    // libvips passes floats through its 8-bit colour spaces.
    if (type === 'f32') return undefined;
    const colors = colorChannels(channels);
    // It truncates where Noir rounds.
    return pipeline.linear(Array(colors).fill(factor), Array(colors).fill(0.5));
  },
});

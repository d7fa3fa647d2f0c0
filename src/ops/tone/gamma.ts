/** The op `gamma`: apply a power law: above 1 brightens, below 1 darkens. */
import * as z from 'zod';
import { WHITE } from '../../core/pixel.ts';
import { number } from '../lib/fields.ts';
import { definePointOp } from '../lib/point.ts';

/** The range of gammas that sharp takes. */
const SHARP_RANGE = { min: 1, max: 3 };

/**
 * `white * (sample / white) ^ (1 / gamma)` on every colour sample; alpha stays. Above 1 brightens, below 1 darkens.
 * Negative samples and NaN become 0.
 *
 * sharp's `gamma(g)` darkens before the resize and brightens after it, and so does nothing without a resize. Noir's
 * steps run in the order written, so this is only the brightening, sharp's `gamma(1, g)`.
 *
 * Reads and writes each sample once; one power per colour sample.
 */
export const gamma = definePointOp({
  name: 'gamma',
  family: 'tone',
  summary: 'Apply a power law: above 1 brightens, below 1 darkens.',
  params: z.strictObject({
    gamma: number({
      unit: 'ratio',
      min: 0.01,
      max: 100,
      default: 2.2,
      suggested: [0.3, 3],
      describe: 'Each colour sample, as a fraction of white, is raised to the power 1 / gamma.',
    }),
  }),
  positional: ['gamma'],
  examples: [{ gamma: 2.2 }, { gamma: 0.6 }],
  tolerance: { u8: 1, u16: 1, f32: 1e-5 },
  nonFinite: 'NaN and -infinity become 0, like all negative samples; infinity stays.',
  unlikeSharp:
    "sharp's `gamma(g)` darkens before a resize and brightens after it, so it does nothing without a resize. Noir's steps run in the order written, so this op is the brightening alone: sharp's `gamma(1, g)`.",
  channelwise: true,

  map({ gamma }, { type }) {
    const white = WHITE[type];
    return (colors) => {
      for (let at = 0; at < colors.length; at++) {
        if (at % 4 === 3) continue;
        const value = colors[at] as number;
        colors[at] = value > 0 ? white * (value / white) ** (1 / gamma) : 0;
      }
    };
  },

  uniforms: ({ gamma }, { type }) => ({ exponent: 1 / gamma, white: WHITE[type] }),

  sharp(pipeline, { gamma }, { type }) {
    const allowed = gamma >= SHARP_RANGE.min && gamma <= SHARP_RANGE.max;
    return allowed && type !== 'f32' ? pipeline.gamma(1, gamma) : undefined;
  },
});

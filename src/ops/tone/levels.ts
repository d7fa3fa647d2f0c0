/** The op `levels`: stretch a range of samples to another one, with a gamma in between. */
import * as z from 'zod';
import { invalidParameters } from '../../core/errors.ts';
import { WHITE } from '../../core/pixel.ts';
import { eachSample } from '../../kernels/pixels/colors.ts';
import { number } from '../lib/fields.ts';
import { definePointOp } from '../lib/point.ts';

const level = (fallback: number, describe: string) =>
  number({ unit: 'ratio', min: 0, max: 1, default: fallback, describe });

/**
 * Maps `black`..`white` to `outBlack`..`outWhite` on every colour sample; alpha stays. With `x` a fraction of white,
 * `t = clamp((x - black) / (white - black), 0, 1)`, and the result is `outBlack + (outWhite - outBlack) * t ^ (1 /
 * gamma)`: the levels of GIMP and Photoshop, where a gamma above 1 brightens the middle. Floats are limited like
 * integers. `outBlack` above `outWhite` makes a negative.
 *
 * sharp has no such operation; its `normalise` finds `black` and `white` by itself.
 *
 * Reads and writes each sample once; a power and two products per colour sample.
 */
export const levels = definePointOp({
  name: 'levels',
  family: 'tone',
  summary: 'Map a range of levels to another range, with a gamma in between.',
  params: z.strictObject({
    black: level(
      0,
      'Level that becomes outBlack, as a fraction of white. Darker samples become outBlack too.',
    ),
    white: level(
      1,
      'Level that becomes outWhite, as a fraction of white. Brighter samples become outWhite too.',
    ),
    gamma: number({
      unit: 'ratio',
      min: 0.01,
      max: 100,
      default: 1,
      suggested: [0.1, 10],
      describe: 'Samples in between are raised to the power 1 / gamma: above 1 brightens them.',
    }),
    outBlack: level(0, 'Level of the darkest samples of the result, as a fraction of white.'),
    outWhite: level(1, 'Level of the brightest samples of the result, as a fraction of white.'),
  }),
  positional: ['black', 'white', 'gamma', 'outBlack', 'outWhite'],
  examples: [
    { black: 0.1, white: 0.9 },
    { black: 0.05, gamma: 1.4, outBlack: 0.1, outWhite: 0.95 },
    { outBlack: 1, outWhite: 0 },
  ],
  tolerance: { u8: 1, u16: 1, f32: 1e-5 },
  nonFinite: 'NaN and -infinity become `outBlack`, infinity `outWhite`.',
  channelwise: true,

  geometry(input, { black, white }) {
    if (black >= white) {
      throw invalidParameters([
        { pointer: '/black', reason: `expected less than white (${white}), received ${black}` },
      ]);
    }
    return input;
  },

  map({ black, white, gamma, outBlack, outWhite }, { type }) {
    const full = WHITE[type];
    return eachSample((sample) => {
      const position = (sample / full - black) / (white - black);
      // NaN is not above 0.
      const powered = position > 0 ? Math.min(position, 1) ** (1 / gamma) : 0;
      return full * (outBlack + (outWhite - outBlack) * powered);
    });
  },

  uniforms({ black, white, gamma, outBlack, outWhite }, { type }) {
    const full = WHITE[type];
    return {
      black: full * black,
      scale: 1 / (full * (white - black)),
      exponent: 1 / gamma,
      lowest: full * outBlack,
      range: full * (outWhite - outBlack),
    };
  },
});

/** The op `duotone`: map dark to one colour and light to another. */
import * as z from 'zod';
import type { Shape } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';
import type { ColorMap } from '../../kernels/pixels/colors.ts';
import { fastToEncoded, fastToLinear, LUMA, toEncoded, toLinear } from '../../math/srgb.ts';
import { type Color, color, colorLevels } from '../lib/fields.ts';
import { definePointOp } from '../lib/point.ts';
import { widen } from './recomb.ts';

/**
 * Maps luminance to a line between two colours: `dark + luminance * (light - dark)` in linear light. Samples are
 * decoded from sRGB, `luminance = 0.2126 red + 0.7152 green + 0.0722 blue` (BT.709), and the result is encoded again.
 * Black becomes `dark`, white becomes `light`. Alpha stays; that of the two colours is ignored. Floats beyond black
 * and white continue along the line. Gray pictures become RGB.
 *
 * With black and white it is `greyscale` by luminance, in three channels. sharp has no such op.
 *
 * Reads and writes each sample once; six powers, from tables on the CPU, and six products per pixel.
 */
export const duotone = definePointOp({
  name: 'duotone',
  family: 'color',
  summary: 'Map dark tones to one colour and light tones to another.',
  params: z.strictObject({
    dark: color('black', 'Colour that black becomes.'),
    light: color('white', 'Colour that white becomes.'),
  }),
  positional: ['dark', 'light'],
  examples: [{ dark: '1b1464', light: 'ffd27f' }, { dark: 'ff0000' }],
  tolerance: { u8: 1, u16: 1, f32: 1e-5 },
  nonFinite:
    'A NaN makes all three colours of its pixel NaN. An infinity makes a colour infinite, or NaN where `dark` and `light` have the same level of it.',
  channelwise: false,

  geometry: widen,

  map: (params, input) => mix(params, input, toLinear, toEncoded),

  cpu: {
    // Tables of the powers, off by at most 6e-7 of white: see the test of `interpolated`.
    colors: (params, input) => mix(params, input, fastToLinear, fastToEncoded),
  },

  uniforms({ dark, light }, { type }) {
    const from = lightOf(dark);
    const span = lightOf(light).map((value, at) => value - (from[at] as number));
    return { weights: LUMA.rec709, dark: from, span, white: WHITE[type] };
  },
});

type Curve = (value: number) => number;

/** Red, green and blue of a colour in linear light. */
function lightOf(color: Color): number[] {
  return colorLevels(color, 'f32').slice(0, 3).map(toLinear);
}

function mix(
  { dark, light }: { dark: Color; light: Color },
  { type }: Shape,
  decode: Curve,
  encode: Curve,
): ColorMap {
  const white = WHITE[type];
  const [weightRed, weightGreen, weightBlue] = LUMA.rec709;
  const from = lightOf(dark);
  const span = lightOf(light).map((value, at) => value - (from[at] as number));
  return (colors) => {
    for (let at = 0; at < colors.length; at += 4) {
      const luminance =
        weightRed * decode((colors[at] as number) / white) +
        weightGreen * decode((colors[at + 1] as number) / white) +
        weightBlue * decode((colors[at + 2] as number) / white);
      for (let channel = 0; channel < 3; channel++)
        colors[at + channel] =
          white * encode((from[channel] as number) + luminance * (span[channel] as number));
    }
  };
}

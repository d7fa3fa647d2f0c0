import { z } from 'zod';
import type { Shape } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';
import type { ColorMap } from '../../kernels/pixels/colors.ts';
import { fastToEncoded, fastToLinear, LUMA, toEncoded, toLinear } from '../../math/srgb.ts';
import { type Color, color, colorLevels } from '../lib/fields.ts';
import { definePointOp } from '../lib/point.ts';
import { widen } from './recomb.ts';

/**
 * Two colours by luminance: `dark + luminance * (light - dark)` of linear light, where samples are
 * decoded from sRGB, `luminance = 0.2126 red + 0.7152 green + 0.0722 blue` (BT.709), and the mixture is
 * encoded as sRGB again. Black becomes `dark`, white becomes `light`. Alpha is left alone, the two
 * colours' own is ignored. Floats beyond black and white go on along the line. NaN and infinities spread
 * to all three colours of their pixel. Gray pictures become RGB.
 *
 * With black and white it is `greyscale` by luminance, in three channels. sharp has no such op.
 *
 * Each sample in and out once; six powers and six products a pixel; the CPU has tables in place of powers.
 */
export const duotone = definePointOp({
  name: 'duotone',
  family: 'color',
  summary: 'Map dark to one colour and light to another.',
  params: z.strictObject({
    dark: color('black', 'What black becomes.'),
    light: color('white', 'What white becomes.'),
  }),
  positional: ['dark', 'light'],
  examples: [{ dark: '1b1464', light: 'ffd27f' }, { dark: 'ff0000' }],
  tolerance: { u8: 1, u16: 1, f32: 1e-5 },
  nonFinite:
    'A NaN makes all three colours of its pixel NaN, an infinity makes each infinite, or NaN where `dark` and `light` have the same of it.',
  channelwise: false,

  geometry: widen,

  map: (params, input) => mix(params, input, toLinear, toEncoded),

  cpu: {
    // Powers are slow: tables of them are within 6e-7 of white, see the test of `interpolated`.
    colors: (params, input) => mix(params, input, fastToLinear, fastToEncoded),
  },

  uniforms({ dark, light }, { type }) {
    const from = lightOf(dark);
    const span = lightOf(light).map((value, at) => value - (from[at] as number));
    return { weights: LUMA.rec709, dark: from, span, white: WHITE[type] };
  },
});

type Curve = (value: number) => number;

/** Red, green and blue of a colour as linear light. */
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

import { z } from 'zod';
import { hasAlpha, type Shape } from '../../core/image.ts';
import { quantize, WHITE } from '../../core/pixel.ts';
import type { ColorMap } from '../../kernels/pixels/colors.ts';
import { thresholdLuminance, thresholdSamples } from '../../kernels/tone/threshold.ts';
import { LUMA } from '../../math/srgb.ts';
import { greyscale } from '../color/greyscale.ts';
import { flag } from '../lib/fields.ts';
import { colorsOf, definePointOp } from '../lib/point.ts';

/**
 * White where a sample is `threshold` or more, 0 elsewhere; NaN is 0, infinity white. In the pixel type's
 * own levels, half of white by default: on u8 that is sharp's 128 or more.
 *
 * With `greyscale`, all three colours are judged by the gray that `greyscale` makes of them by luminance,
 * rounded to the pixel type; the picture keeps its channels, so that RGB stays RGB with equal parts.
 * A gray within a float's error of the threshold may fall on either side.
 *
 * As sharp's `threshold`, but for three things. Alpha is left alone, where sharp thresholds it as well.
 * 0 makes everything white, where sharp takes it for "off". 16 bits are judged as such, where sharp
 * narrows the gray to 8 bits.
 *
 * Each sample in and out once; a comparison a sample; with `greyscale` four powers a pixel, for which the CPU has tables.
 */
export const threshold = definePointOp({
  name: 'threshold',
  family: 'tone',
  summary: 'Turn every sample white or black, whichever side of a level it is on.',
  params: z.strictObject({
    threshold: z
      .number()
      .min(-1e9)
      .max(1e9)
      .optional()
      .meta({ description: 'Lowest level that becomes white; half of white by default.', unit: 'levels' }),
    greyscale: flag(true, 'Judge colours by their luminance rather than each by itself.'),
  }),
  positional: ['threshold', 'greyscale'],
  examples: [{}, { greyscale: false }, { threshold: 100 }],
  tolerance: { u8: 0, u16: 0, f32: 0 },
  nonFinite:
    'NaN and -infinity become 0, infinity white; with `greyscale` a pixel is 0 where its luminance is NaN.',
  unlikeSharp:
    'sharp thresholds alpha as well, takes 0 for no threshold at all, and narrows the gray of 16 bits to 8; here alpha stays, 0 makes all white, and 16 bits are judged as such.',
  // Without `greyscale` it would be, but an op is so or not whatever its parameters.
  channelwise: false,

  map: (params, input) => judge(params, input, greyscale.map({ method: 'luminance' }, input)),

  cpu: {
    bytes: ({ threshold = WHITE.u8 / 2, greyscale }, { channels }) =>
      (greyscale ? thresholdLuminance : thresholdSamples)(threshold, channels, 'u8'),
    words: ({ threshold = WHITE.u16 / 2, greyscale }, { channels }) =>
      (greyscale ? thresholdLuminance : thresholdSamples)(threshold, channels, 'u16'),
    colors: (params, input) => judge(params, input, colorsOf(greyscale, { method: 'luminance' }, input)),
  },

  features: ({ channels }, { greyscale }) => (greyscale && channels > 2 ? { variant: 'luminance' } : {}),

  uniforms({ threshold, greyscale }, { type }) {
    const white = WHITE[type];
    return {
      weights: LUMA.rec709,
      white,
      threshold: threshold ?? white / 2,
      greyscale: Number(greyscale),
      levels: Number(type !== 'f32'),
    };
  },

  sharp(pipeline, { threshold = 128, greyscale }, { type, channels }) {
    // Where its gray is a level off, the result is off by all of white.
    if (type !== 'u8' || hasAlpha(channels) || (greyscale && channels === 3)) return undefined;
    const level = Math.ceil(threshold);
    return level >= 1 && level <= 255 ? pipeline.threshold(level, { greyscale: false }) : undefined;
  },
});

function judge(
  { threshold, greyscale }: { threshold?: number | undefined; greyscale: boolean },
  { type }: Shape,
  weigh: ColorMap,
): ColorMap {
  const white = WHITE[type];
  const least = threshold ?? white / 2;
  return (colors) => {
    if (greyscale) {
      const stored = colors.slice();
      weigh(colors);
      for (let at = 0; at < colors.length; at += 4) {
        const red = stored[at] as number;
        // There and back along the curve, a gray would come out beside itself.
        const isGray = red === stored[at + 1] && red === stored[at + 2];
        const gray = isGray ? red : quantize(type, colors[at] as number);
        colors.fill(gray, at, at + 3);
      }
    }
    for (let at = 0; at < colors.length; at++) {
      if (at % 4 !== 3) colors[at] = (colors[at] as number) >= least ? white : 0;
    }
  };
}

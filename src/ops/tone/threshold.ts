/** The op `threshold`: turn every sample white or black by a threshold. */
import * as z from 'zod';
import { hasAlpha, type Shape } from '../../core/image.ts';
import { quantize, WHITE } from '../../core/pixel.ts';
import type { ColorMap } from '../../kernels/pixels/colors.ts';
import { thresholdLuminance, thresholdSamples } from '../../kernels/tone/threshold.ts';
import { LUMA } from '../../math/srgb.ts';
import { greyscale } from '../color/greyscale.ts';
import { flag } from '../lib/fields.ts';
import { colorsOf, definePointOp } from '../lib/point.ts';

/**
 * White where a sample is `threshold` or more, 0 elsewhere. The threshold is in the pixel type's own levels, half of
 * white by default: on u8 that is sharp's 128.
 *
 * With `greyscale`, all three colours are compared by their gray, which is that of `greyscale` by luminance, rounded
 * to the pixel type. The picture keeps its channels. A gray within a float's error of the threshold may fall on
 * either side.
 *
 * As sharp's `threshold`, with three differences. Alpha stays; sharp thresholds it too. 0 makes everything white;
 * sharp takes it for "off". 16 bits are compared in 16 bits; sharp narrows the gray to 8.
 *
 * Reads and writes each sample once; a comparison per sample; with `greyscale` four powers per pixel, from tables on
 * the CPU.
 */
export const threshold = definePointOp({
  name: 'threshold',
  family: 'tone',
  summary: 'Turn every sample white or black by a threshold.',
  params: z.strictObject({
    threshold: z
      .number()
      .min(-1e9)
      .max(1e9)
      .optional()
      .meta({ description: 'Lowest level that becomes white; half of white by default.', unit: 'levels' }),
    greyscale: flag(true, 'Compare the luminance of each pixel. Otherwise compare each sample by itself.'),
  }),
  positional: ['threshold', 'greyscale'],
  examples: [{}, { greyscale: false }, { threshold: 100 }],
  tolerance: { u8: 0, u16: 0, f32: 0 },
  nonFinite:
    'NaN and -infinity become 0, infinity becomes white. With `greyscale` a pixel whose luminance is NaN becomes 0.',
  unlikeSharp:
    'sharp also compares alpha, takes 0 for no threshold, and reduces the gray of 16 bits to 8. Here alpha stays, 0 makes everything white, and 16 bits are compared in 16 bits.',
  // It is channelwise without `greyscale`, but this may not depend on parameters.
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
    // If its gray is a level off, the result is off by white.
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
        // Decoded and encoded again, a gray would not be exactly itself.
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

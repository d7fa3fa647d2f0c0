import { z } from 'zod';
import type { Shape } from '../../core/image.ts';
import { hasAlpha } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';
import type { ColorMap } from '../../kernels/pixels/colors.ts';
import { lumaBytes } from '../../kernels/pixels/luma-bytes.ts';
import { fastToEncoded, fastToLinear, LUMA, toEncoded, toLinear } from '../../math/srgb.ts';
import { oneOf } from '../lib/fields.ts';
import { definePointOp } from '../lib/point.ts';

/** The weights are whole numbers of these parts. */
const PARTS = 10_000;

/**
 * One gray channel from three, alpha kept. `rec601` and `rec709` weigh the samples as they are stored;
 * `luminance` weighs light: samples are decoded from sRGB, weighed with BT.709's factors and encoded
 * again, as sharp's `greyscale` does.
 *
 * Each sample in once and the gray out; three products a pixel, and by luminance four powers more, for
 * which the CPU has tables.
 */
export const greyscale = definePointOp({
  name: 'greyscale',
  family: 'color',
  aliases: ['grayscale', 'gray', 'grey'],
  summary: 'Turn colours into shades of gray.',
  params: z.strictObject({
    method: oneOf(['rec601', 'rec709', 'luminance'], 'How red, green and blue are weighed.'),
  }),
  positional: ['method'],
  examples: [{}, { method: 'luminance' }],
  tolerance: { u8: 1, u16: 1, f32: 1e-5 },
  nonFinite: 'A NaN makes the gray NaN, an infinity makes it infinite, and infinities of both signs NaN.',
  unlikeSharp:
    'sharp weighs light, as `luminance` does here; the default is the luma of ITU-R BT.601, as in Pillow and OpenCV, which is 40 dB away.',
  channelwise: false,

  geometry(input): Shape {
    return { ...input, channels: hasAlpha(input.channels) ? 2 : 1 };
  },

  map: ({ method }, input) => (method === 'luminance' ? byLight(input, toLinear, toEncoded) : byLuma(method)),

  cpu: {
    // Shades of gray are what they are by every method.
    picks: (_, { channels }) =>
      channels < 3 ? Array.from({ length: channels }, (_, channel) => channel) : undefined,
    bytes: ({ method }, { channels }) =>
      method === 'luminance' || channels < 3
        ? undefined
        : lumaBytes(
            LUMA[method].map((weight) => Math.round(weight * PARTS)),
            PARTS,
            channels,
          ),
    // Powers are slow: 2 s for a 4K picture, where tables of them take a sixth.
    colors: ({ method }, input) =>
      method === 'luminance' ? byLight(input, fastToLinear, fastToEncoded) : byLuma(method),
  },

  features: ({ channels }, { method }) => (method === 'luminance' && channels > 2 ? { variant: method } : {}),

  shader: ({ method }) => (method === 'luminance' ? 'color/greyscale/luminance' : 'color/greyscale/weighted'),

  uniforms({ method }, { type }) {
    return method === 'luminance' ? { weights: LUMA.rec709, white: WHITE[type] } : { weights: LUMA[method] };
  },

  sharp(pipeline, { method }, { type, channels }) {
    if (channels < 3) return type === 'f32' ? undefined : pipeline;
    // libvips weighs 16-bit and float pictures after a detour through other colour spaces.
    if (type !== 'u8') return undefined;
    // Its own greyscale() drops the alpha channel.
    if (method === 'luminance') return channels === 3 ? pipeline.greyscale() : undefined;
    const row: [number, number, number] = [...LUMA[method]];
    // It truncates where Noir rounds.
    return pipeline.recomb([row, row, row]).linear(1, 0.5);
  },
});

type Curve = (value: number) => number;

function byLuma(method: keyof typeof LUMA): ColorMap {
  const [red, green, blue] = LUMA[method];
  return (colors) => {
    for (let at = 0; at < colors.length; at += 4) {
      const gray =
        red * (colors[at] as number) + green * (colors[at + 1] as number) + blue * (colors[at + 2] as number);
      colors[at] = gray;
      colors[at + 1] = gray;
      colors[at + 2] = gray;
    }
  };
}

function byLight({ type }: Shape, decode: Curve, encode: Curve): ColorMap {
  const white = WHITE[type];
  const weigh = byLuma('rec709');
  return (colors) => {
    for (let at = 0; at < colors.length; at++) {
      if (at % 4 !== 3) colors[at] = decode((colors[at] as number) / white);
    }
    weigh(colors);
    for (let at = 0; at < colors.length; at += 4) {
      const gray = white * encode(colors[at] as number);
      colors[at] = gray;
      colors[at + 1] = gray;
      colors[at + 2] = gray;
    }
  };
}

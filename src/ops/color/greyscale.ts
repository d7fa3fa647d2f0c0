/** The op `greyscale`: turn colours into shades of gray. */
import * as z from 'zod';
import type { Shape } from '../../core/image.ts';
import { hasAlpha } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';
import type { ColorMap } from '../../kernels/pixels/colors.ts';
import { lumaBytes } from '../../kernels/pixels/luma-bytes.ts';
import { fastToEncoded, fastToLinear, LUMA, toEncoded, toLinear } from '../../math/srgb.ts';
import { oneOf } from '../lib/fields.ts';
import { definePointOp } from '../lib/point.ts';

/** Denominator of the integer weights. */
const PARTS = 10_000;

/**
 * Makes one gray channel of three; alpha stays. `rec601` and `rec709` weigh the samples as they are stored.
 * `luminance` weighs linear light with BT.709's factors: samples are decoded from sRGB, weighed, and encoded again,
 * as in sharp's `greyscale`.
 *
 * Reads each sample once and writes the gray; three products per pixel, and for luminance four powers more, from
 * tables on the CPU.
 */
export const greyscale = definePointOp({
  name: 'greyscale',
  family: 'color',
  aliases: ['grayscale', 'gray', 'grey'],
  summary: 'Turn colours into shades of gray.',
  params: z.strictObject({
    method: oneOf(
      ['rec601', 'rec709', 'luminance'],
      'Weights of red, green and blue: luma by ITU-R BT.601 or BT.709, or the luminance of linear light.',
    ),
  }),
  positional: ['method'],
  examples: [{}, { method: 'luminance' }],
  tolerance: { u8: 1, u16: 1, f32: 1e-5 },
  nonFinite: 'A NaN makes the gray NaN. An infinity makes it infinite; infinities of both signs make it NaN.',
  unlikeSharp:
    'sharp takes the luminance of linear light, as `luminance` does. The default here is the luma of ITU-R BT.601, as in Pillow and OpenCV (40 dB from sharp).',
  channelwise: false,

  geometry(input): Shape {
    return { ...input, channels: hasAlpha(input.channels) ? 2 : 1 };
  },

  map: ({ method }, input) => (method === 'luminance' ? byLight(input, toLinear, toEncoded) : byLuma(method)),

  cpu: {
    // Gray pictures stay as they are.
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
    // Powers take 2 s for a 4K picture; tables of them take a sixth.
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

import { z } from 'zod';
import type { Shape } from '../core/image.ts';
import { hasAlpha } from '../core/image.ts';
import { WHITE } from '../core/pixel.ts';
import { LUMA, toEncoded, toLinear } from '../math/srgb.ts';
import { oneOf } from './fields.ts';
import { type Color, definePointOp } from './point.ts';

/**
 * One gray channel from three, alpha kept. `rec601` and `rec709` weigh the samples as they are stored;
 * `luminance` weighs light: samples are decoded from sRGB, weighed with BT.709's factors and encoded
 * again, as sharp's `greyscale` does.
 */
export const greyscale = definePointOp({
  name: 'greyscale',
  aliases: ['grayscale', 'gray', 'grey'],
  summary: 'Turn colours into shades of gray.',
  params: z.strictObject({
    method: oneOf(['rec601', 'rec709', 'luminance'], 'How red, green and blue are weighed.'),
  }),
  positional: ['method'],
  examples: [{}, { method: 'luminance' }],
  tolerance: { u8: 1, u16: 1, f32: 1e-5 },
  channelwise: false,

  geometry(input): Shape {
    return { ...input, channels: hasAlpha(input.channels) ? 2 : 1 };
  },

  pixel({ method }, { type }) {
    const white = WHITE[type];
    if (method !== 'luminance') return (color) => paint(color, weigh(color, LUMA[method]));
    return (color) => {
      const light = color.map((value) => toLinear(value / white)) as Color;
      paint(color, white * toEncoded(weigh(light, LUMA.rec709)));
    };
  },

  shader: ({ method }) => (method === 'luminance' ? 'greyscale/luminance' : 'greyscale/weighted'),

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

function weigh([red, green, blue]: Color, [r, g, b]: readonly [number, number, number]): number {
  return r * red + g * green + b * blue;
}

function paint(color: Color, gray: number): void {
  color[0] = gray;
  color[1] = gray;
  color[2] = gray;
}

/** The op `negate`: turn the picture into its negative. */
import * as z from 'zod';
import { WHITE } from '../../core/pixel.ts';
import { negatedBytes, negatedWords } from '../../kernels/tone/negate.ts';
import { flag } from '../lib/fields.ts';
import { definePointOp } from '../lib/point.ts';

/**
 * White minus the sample; white is 255 on u8, 65535 on u16 and 1 on f32. As sharp's `negate`.
 *
 * Reads and writes each sample once; a difference per sample.
 */
export const negate = definePointOp({
  name: 'negate',
  family: 'tone',
  aliases: ['invert'],
  summary: 'Turn the picture into its negative.',
  params: z.strictObject({
    alpha: flag(true, 'Negate alpha as well, so that opaque pixels become transparent.'),
  }),
  positional: ['alpha'],
  examples: [{ alpha: false }],
  tolerance: { u8: 0, u16: 0, f32: 1e-7 },
  nonFinite: 'NaN stays NaN, and an infinity changes its sign.',
  channelwise: true,

  map({ alpha }, { type }) {
    const white = WHITE[type];
    return (colors) => {
      for (let at = 0; at < colors.length; at++) {
        if (alpha || at % 4 !== 3) colors[at] = white - (colors[at] as number);
      }
    };
  },

  cpu: {
    bytes: ({ alpha }, { channels }) => negatedBytes(channels, alpha),
    words: ({ alpha }, { channels }) => negatedWords(channels, alpha),
  },

  uniforms: ({ alpha }, { type }) => ({ white: WHITE[type], alpha: Number(alpha) }),

  sharp(pipeline, { alpha }, { type }) {
    // libvips negates the sign of floats.
    return type === 'f32' ? undefined : pipeline.negate({ alpha });
  },
});

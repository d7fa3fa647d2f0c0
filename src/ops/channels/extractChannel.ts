/** The op `extractChannel`: make a gray picture of one channel. */
import * as z from 'zod';
import { invalidParameters } from '../../core/errors.ts';
import { hasAlpha, type Shape } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';
import { definePointOp } from '../lib/point.ts';

const CHANNELS = ['red', 'green', 'blue', 'alpha'] as const;

/**
 * Makes a gray picture without alpha of one channel, sample by sample. 0 to 3 are red, green, blue and alpha,
 * whatever the picture: a gray one has its gray in all three colours. As sharp's `extractChannel`, and like it an
 * error if the picture has no alpha.
 *
 * Reads each sample once and writes one per pixel; no arithmetic.
 */
export const extractChannel = definePointOp({
  name: 'extractChannel',
  family: 'channels',
  summary: 'Make a gray picture of one channel.',
  params: z.strictObject({
    channel: z
      .union([z.int().min(0).max(3), z.enum(CHANNELS)])
      // A number becomes the name.
      .overwrite((channel) => (typeof channel === 'number' ? (CHANNELS[channel] ?? channel) : channel))
      .describe('Name of the channel, or its number: 0 is red, 1 green, 2 blue, 3 alpha.'),
  }),
  positional: ['channel'],
  examples: [{ channel: 'green' }, { channel: 2 }],
  tolerance: { u8: 0, u16: 0, f32: 0 },
  nonFinite: 'NaN and infinities stay what they are.',
  channelwise: false,

  geometry(input, { channel }): Shape {
    if (indexOf(channel) === 3 && !hasAlpha(input.channels)) {
      throw invalidParameters([
        { pointer: '/channel', reason: 'expected red, green or blue, as the picture has no alpha' },
      ]);
    }
    return { ...input, channels: 1 };
  },

  map({ channel }, { type }) {
    const index = indexOf(channel);
    const white = WHITE[type];
    return (colors) => {
      for (let at = 0; at < colors.length; at += 4) {
        colors.fill(colors[at + index] as number, at, at + 3);
        colors[at + 3] = white;
      }
    };
  },

  cpu: {
    // Red, green and blue of a gray picture are its first channel.
    picks({ channel }, { channels }) {
      const index = indexOf(channel);
      return [index === 3 ? channels - 1 : channels < 3 ? 0 : index];
    },
  },

  uniforms: ({ channel }, { type }) => ({ channel: indexOf(channel), white: WHITE[type] }),

  sharp(pipeline, { channel }, { type, channels }) {
    const index = indexOf(channel);
    if (type !== 'u8' || index === 3) return undefined;
    if (channels < 3) return pipeline.removeAlpha();
    // Its own extractChannel() comes after the narrowing to gray.
    const row: [number, number, number] = [Number(index === 0), Number(index === 1), Number(index === 2)];
    return pipeline.recomb([row, row, row]).removeAlpha();
  },
});

function indexOf(channel: number | (typeof CHANNELS)[number]): number {
  return typeof channel === 'number' ? channel : CHANNELS.indexOf(channel);
}

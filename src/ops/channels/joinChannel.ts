/** The op `joinChannel`: append the channels of another picture. */
import * as z from 'zod';
import { invalidParameters } from '../../core/errors.ts';
import type { Image, Shape } from '../../core/image.ts';
import type { Pass } from '../../core/pass.ts';
import type { Channels } from '../../core/pixel.ts';
import { toEnd, type Work } from '../../core/turns.ts';
import { joinChannels } from '../../kernels/channels/join-channels.ts';
import { bitsOf } from '../../kernels/pixels/sample-bits.ts';
import { file } from '../lib/fields.ts';
import { extentFault, samplesIn } from '../lib/operand.ts';
import type { FurtherSource, Op } from '../op.ts';

const params = z.strictObject({
  image: file('The picture whose channels are appended. It must have the same width and height.', {
    sameSize: true,
  }),
});

type Params = z.output<typeof params>;

/**
 * Appends the channels of another picture: gray and gray make gray with alpha, RGB and gray make RGBA. As sharp's
 * `joinChannel`, for up to four channels. If the pixel types differ, white stays white; sharp keeps the number. The
 * picture's own samples stay bit for bit, the other's are converted.
 *
 * Reads each picture once and writes the result once.
 */
export const joinChannel = defineJoinChannel();

function defineJoinChannel() {
  const op = {
    name: 'joinChannel' as const,
    family: 'channels',
    aliases: [] as const,
    summary: 'Append the channels of another picture.',
    kind: 'compose' as const,
    params,
    positional: ['image'] as const,
    examples: [{ image: 'mask.png' }, { image: 'other.png' }],
    shown: [{ image: 'mask.png' }],
    tolerance: { u8: 1, u16: 1, f32: 1e-6 },
    nonFinite: 'NaN and infinities stay what they are.',
    unlikeSharp: 'If the pixel types differ, sharp keeps the numbers. Here white stays white.',

    sources: ({ image }: Params): readonly FurtherSource[] => [{ kind: 'file', name: image }],

    geometry(input: Shape, _: Params, [other]: readonly Shape[]): Shape {
      const { channels } = other as Shape;
      const fault = extentFault(input, other as Shape);
      if (fault) throw invalidParameters([fault]);
      if (input.channels + channels > 4) {
        const reason = `expected at most 4 channels together, received ${input.channels} and ${channels}`;
        throw invalidParameters([{ pointer: '/image', reason }]);
      }
      return { ...input, channels: (input.channels + channels) as Channels };
    },

    reference(input: Image, _: Params, output: Image, [other]: readonly Image[]): void {
      const appended = other as Image;
      putChannels(bitsOf(input.data), input.channels, bitsOf(output.data), output.channels, 0);
      const samples = toEnd(samplesIn(output.type, appended));
      putChannels(bitsOf(samples), appended.channels, bitsOf(output.data), output.channels, input.channels);
    },

    *kernel(input: Image, _: Params, output: Image, [other]: readonly Image[]): Work<void> {
      const appended = other as Image;
      yield* joinChannels(input, { ...appended, data: yield* samplesIn(output.type, appended) }, output);
    },

    lower(input: Shape, params: Params, others: readonly Shape[]): Pass[] {
      const goal = op.geometry(input, params, others);
      const shape = others[0] as Shape;
      return [
        {
          entry: 'ops/channels/joinChannel/pixels',
          params: { module: 'ops/channels/joinChannel/params', uniforms: { own: input.channels } },
          rounded: goal.type,
          stages: [],
          source: input,
          goal,
          halo: 0,
          other: { index: 0, shape },
        },
      ];
    },
  } satisfies Op<Params>;
  return op;
}

type Bits = ReturnType<typeof bitsOf>;

/** Copies the channels of every pixel to those from `first` on of a picture with more channels. */
function putChannels(from: Bits, channels: number, to: Bits, stride: number, first: number): void {
  for (let channel = 0; channel < channels; channel++) {
    let at = first + channel;
    for (let source = channel; source < from.length; source += channels) {
      to[at] = from[source] as number;
      at += stride;
    }
  }
}

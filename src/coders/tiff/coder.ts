/** TIFF by Noir itself: reads what libvips does not read right, and writes floats and other kinds of numbers. */
import { hasAlpha } from '../../core/image.ts';
import { EXTRA_SAMPLE, PHOTOMETRIC, SAMPLE_FORMAT, TAG } from '../../formats/tiff/tags.ts';
import type { Coder } from '../coder.ts';
import { withPauses } from '../pauses.ts';
import { decodeTiff } from './read/decode.ts';
import { writeTiff } from './writer.ts';

/**
 * Writes f32 pictures of 1 to 4 channels, without loss and not packed; heeds no option. `sharp` turns colours of inks
 * and of profiles to sRGB.
 */
export function tiffCoder(sharp: Coder | undefined): Coder {
  return {
    name: 'tiff',
    reads: ['tiff'],
    decodes: ({ byNoir }) => byNoir === true,
    writes: ['tiff'],
    encodes: (_, { type }) => type === 'f32',
    decode: async (bytes, header, context) => ({ frames: [await decodeTiff(bytes, header, context, sharp)] }),
    encode({ frames: [{ width, height, channels, data }] }, _, run) {
      const picture = {
        ...{ width, height, samples: data, count: channels },
        photometric: channels < 3 ? PHOTOMETRIC.blackIsZero : PHOTOMETRIC.rgb,
        shorts: {
          ...(hasAlpha(channels) ? { [TAG.extraSamples]: [EXTRA_SAMPLE.unassociated] } : {}),
          [TAG.sampleFormat]: Array<number>(channels).fill(SAMPLE_FORMAT.float),
        },
      };
      return withPauses(writeTiff(picture), run);
    },
  };
}

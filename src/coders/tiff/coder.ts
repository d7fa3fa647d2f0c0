/** Float TIFF, written by Noir itself: sharp would round it. */
import { hasAlpha } from '../../core/image.ts';
import { TAG } from '../../formats/tiff/data.ts';
import type { Coder } from '../coder.ts';
import { withPauses } from '../pauses.ts';
import { writeTiff } from './writer.ts';

/** PhotometricInterpretation (TIFF 6.0 section 8). */
const BLACK_IS_ZERO = 1;
const RGB = 2;

/** SampleFormat: IEEE floating point (TIFF 6.0 section 19). */
const IEEE = 3;

/** ExtraSamples: unassociated alpha, which is not premultiplied (TIFF 6.0 section 18). */
const EXTRA_SAMPLES = 338;
const STRAIGHT_ALPHA = 2;

/** Writes f32 pictures of 1 to 4 channels as TIFF, without loss and not packed. Heeds no option. */
export const tiffCoder: Coder = {
  name: 'tiff',
  reads: [],
  writes: ['tiff'],
  encodes: (_, { type }) => type === 'f32',
  encode({ frames: [{ width, height, channels, data }] }, _, run) {
    const picture = {
      ...{ width, height, samples: data, count: channels },
      photometric: channels < 3 ? BLACK_IS_ZERO : RGB,
      shorts: {
        ...(hasAlpha(channels) ? { [EXTRA_SAMPLES]: [STRAIGHT_ALPHA] } : {}),
        [TAG.sampleFormat]: Array<number>(channels).fill(IEEE),
      },
    };
    return withPauses(writeTiff(picture), run);
  },
};

import { hasAlpha, type Image } from '../../core/image.ts';
import { TAG } from '../../formats/tiff/data.ts';
import { writeTiff } from './writer.ts';

/** PhotometricInterpretation (TIFF 6.0 section 8). */
const BLACK_IS_ZERO = 1;
const RGB = 2;

/** SampleFormat: IEEE floating point (TIFF 6.0 section 19). */
const IEEE = 3;

/** ExtraSamples: unassociated alpha, which is not premultiplied (TIFF 6.0 section 18). */
const EXTRA_SAMPLES = 338;
const STRAIGHT_ALPHA = 2;

/** Writes an f32 picture of 1 to 4 channels as TIFF, without loss. */
export function encodeFloatTiff({ width, height, channels, data }: Image): Uint8Array {
  return writeTiff({
    ...{ width, height, samples: data, count: channels },
    photometric: channels < 3 ? BLACK_IS_ZERO : RGB,
    shorts: {
      ...(hasAlpha(channels) ? { [EXTRA_SAMPLES]: [STRAIGHT_ALPHA] } : {}),
      [TAG.sampleFormat]: Array<number>(channels).fill(IEEE),
    },
  });
}

/**
 * Converts a decoded picture from its file's ICC profile to sRGB. libvips does it, on the same samples in a plain
 * TIFF.
 */
import { hasAlpha, type Image } from '../../../core/image.ts';
import { readHeader } from '../../../formats/registry.ts';
import { EXTRA_SAMPLE, PHOTOMETRIC, TAG } from '../../../formats/tiff/tags.ts';
import type { Coder, DecodeContext } from '../../coder.ts';
import { withPauses } from '../../pauses.ts';
import { writeTiff } from '../writer.ts';

/**
 * Converts a picture by its profile. Returns it unchanged when sharp is missing, and for floats, which stay as
 * stored.
 */
export async function convertProfile(
  image: Image,
  profile: Uint8Array,
  { limits, run }: DecodeContext,
  sharp: Coder | undefined,
): Promise<Image> {
  const { width, height, channels, type, data } = image;
  if (type === 'f32' || !sharp?.decode) return image;
  const file = writeTiff({
    ...{ width, height, samples: data, count: channels, profile },
    photometric: channels < 3 ? PHOTOMETRIC.blackIsZero : PHOTOMETRIC.rgb,
    shorts: hasAlpha(channels) ? { [TAG.extraSamples]: [EXTRA_SAMPLE.unassociated] } : {},
  });
  const bytes = await withPauses(file, run);
  const { frames } = await sharp.decode(bytes, readHeader(bytes, limits), { limits, run });
  return frames[0];
}

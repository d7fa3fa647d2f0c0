/** Decodes a page of a TIFF with Noir's own code: bands, colours, alpha, profile, orientation. */
import { isNoirError, NoirError } from '../../../core/errors.ts';
import { hasAlpha, type Image, pixelCount } from '../../../core/image.ts';
import { allocateSamples, type Channels, type Samples } from '../../../core/pixel.ts';
import { DEFAULT_READING, type Reading } from '../../../formats/input.ts';
import { isLittleEndian } from '../../../formats/tiff/directory.ts';
import type { TiffPicture } from '../../../formats/tiff/picture.ts';
import { TAG } from '../../../formats/tiff/tags.ts';
import { tiffHeader } from '../../../formats/tiff/tiff.ts';
import type { Coder, DecodeContext } from '../../coder.ts';
import { checkDecoded } from '../../faults.ts';
import { type InPieces, inPieces, withPauses } from '../../pauses.ts';
import { divideByAlpha } from '../../straight-alpha.ts';
import { turnUpright } from '../../upright.ts';
import { scaleAlpha } from './alpha.ts';
import { type BandContext, readBands } from './bands.ts';
import { toColors } from './colors.ts';
import { unpackJpeg } from './jpeg.ts';
import { convertProfile } from './profile.ts';

/** Decodes a page. `sharp`, if it can be loaded, converts inks and profiles to sRGB. Throws as `Coder.decode`. */
export async function decodeTiff(
  bytes: Uint8Array,
  picture: TiffPicture,
  context: DecodeContext,
  sharp: Coder | undefined,
): Promise<Image> {
  const { limits, run, reading = DEFAULT_READING } = context;
  const header = tiffHeader(picture);
  const tables = picture.directory.bytes(TAG.jpegTables);
  const bands: BandContext = {
    ...{ little: isLittleEndian(bytes), passesOver: passesOver(reading), run },
    unpackJpeg(data, extent) {
      if (!sharp?.decode)
        throw new NoirError('unsupported-format', "jpeg in tiff can't be decoded without sharp");
      return unpackJpeg(data, tables, extent, { decode: sharp.decode, context: { limits, run, reading } });
    },
  };
  const samples = await readBands(bytes, picture, bands);
  const table = picture.model === 'cmyk' ? await sharp?.colors?.(bytes, 4, run) : undefined;
  const colored = await withPauses(toColors(picture, samples, table), run);
  const { colors, extra } = await withPauses(splitExtra(picture, colored), run);
  const { width, height, channels, type } = picture;
  const stored: Image = { width, height, channels, type, data: colors, space: 'srgb' };
  if (hasAlpha(channels)) await withPauses(scaleAlpha(picture, colors), run);
  if (picture.last === 'associated') await divideByAlpha(stored, run);
  const profile = header.profile === 'other' ? picture.directory.bytes(TAG.profile) : undefined;
  const inSrgb = profile ? await convertProfile(stored, profile, context, sharp) : stored;
  const upright = checkDecoded(await turnUpright(inSrgb, header.orientation, run), header, limits);
  if (!extra) return upright;
  const beside: Image = { width, height, channels: 1, type, data: extra, space: 'srgb' };
  return { ...upright, extra: await turnUpright(beside, header.orientation, run) };
}

/** As sharp's `failOn`: `none` tolerates all damage, `truncated` all damage except missing data. */
function passesOver({ failOn }: Reading): (error: unknown) => boolean {
  const codes = { none: ['corrupt-image', 'truncated-image'], truncated: ['corrupt-image'] };
  const passed: readonly string[] = failOn === 'none' || failOn === 'truncated' ? codes[failOn] : [];
  return (error) => isNoirError(error) && passed.includes(error.code);
}

/** Splits an extra band that is no alpha from the colours. */
function* splitExtra(
  picture: TiffPicture,
  samples: Samples,
): InPieces<{ colors: Samples; extra: Samples | undefined }> {
  if (picture.last !== 'extra') return { colors: samples, extra: undefined };
  const { channels, type } = picture;
  const pixels = pixelCount(picture);
  const [colors, extra] = [allocateSamples(type, pixels * channels), allocateSamples(type, pixels)];
  const stride = (channels + 1) as Channels;
  yield* inPieces(pixels, stride, (start, end) => {
    for (let pixel = start; pixel < end; pixel++) {
      const from = pixel * stride;
      for (let channel = 0; channel < channels; channel++) {
        colors[pixel * channels + channel] = samples[from + channel] as number;
      }
      extra[pixel] = samples[from + channels] as number;
    }
  });
  return { colors, extra };
}

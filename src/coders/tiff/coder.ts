/** TIFF by Noir itself: reads what libvips does not read right, and writes floats and other kinds of numbers. */
import { NoirError } from '../../core/errors.ts';
import { type FrameRange, hasAlpha, type Image, type Picture } from '../../core/image.ts';
import type { Header } from '../../formats/format.ts';
import { DEFAULT_READING } from '../../formats/input.ts';
import { readHeader } from '../../formats/registry.ts';
import { EXTRA_SAMPLE, PHOTOMETRIC, SAMPLE_FORMAT, TAG } from '../../formats/tiff/tags.ts';
import type { Coder, DecodeContext } from '../coder.ts';
import { withPauses } from '../pauses.ts';
import { decodeTiff } from './read/decode.ts';
import { type TiffPicture, writeTiff } from './writer.ts';

/**
 * Writes f32 pictures of 1 to 4 channels, a page for each frame, without loss and not packed; heeds no option. `sharp`
 * turns colours of inks and of profiles to sRGB, and reads the pages that it reads right.
 */
export function tiffCoder(sharp: Coder | undefined): Coder {
  return {
    name: 'tiff',
    reads: ['tiff'],
    decodes: ({ byNoir }, range) => byNoir === true || range !== undefined,
    writes: ['tiff'],
    encodes: (_, { type }) => type === 'f32',
    async decode(bytes, header, context) {
      const { range } = context;
      if (range) return { frames: await decodePages(bytes, range, context, sharp) };
      return { frames: [await decodeTiff(bytes, header, context, sharp)] };
    },
    encode: ({ frames }, _, run) => withPauses(writeTiff(...frames.map(pageOf)), run),
  };
}

function pageOf({ width, height, channels, data }: Image): TiffPicture {
  return {
    ...{ width, height, samples: data, count: channels },
    photometric: channels < 3 ? PHOTOMETRIC.blackIsZero : PHOTOMETRIC.rgb,
    shorts: {
      ...(hasAlpha(channels) ? { [TAG.extraSamples]: [EXTRA_SAMPLE.unassociated] } : {}),
      [TAG.sampleFormat]: Array<number>(channels).fill(SAMPLE_FORMAT.float),
    },
  };
}

/** Each page by whoever reads it right; they may be packed in different ways. */
async function decodePages(
  bytes: Uint8Array,
  { first, count }: FrameRange,
  { range: _, ...context }: DecodeContext,
  sharp: Coder | undefined,
): Promise<Picture['frames']> {
  const images: Image[] = [];
  for (let page = first; page < first + count; page++) {
    const reading = { ...DEFAULT_READING, ...context.reading, page };
    const header = readHeader(bytes, context.limits, reading);
    const paged = { ...context, reading };
    if (header.byNoir) images.push(await decodeTiff(bytes, header, paged, sharp));
    else images.push(await decodeBySharp(bytes, header, paged, sharp));
  }
  return images as [Image, ...Image[]];
}

async function decodeBySharp(
  bytes: Uint8Array,
  header: Header,
  context: DecodeContext,
  sharp: Coder | undefined,
): Promise<Image> {
  const picture = await sharp?.decode?.(bytes, header, context);
  if (!picture) throw new NoirError('unsupported-format', "tiff can't be decoded without sharp");
  return picture.frames[0];
}

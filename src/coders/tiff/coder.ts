/** Noir's own TIFF coder: reads files that libvips does not read right, and writes floats and other number types. */
import { NoirError } from '../../core/errors.ts';
import { type FrameRange, hasAlpha, type Image, type Picture } from '../../core/image.ts';
import type { Header } from '../../formats/format.ts';
import { DEFAULT_READING } from '../../formats/input.ts';
import { readTiffPages } from '../../formats/tiff/pages.ts';
import { readTiffPage, readTiffPicture } from '../../formats/tiff/picture.ts';
import type { TiffSampleFormat } from '../../formats/tiff/sample-format.ts';
import { EXTRA_SAMPLE, PHOTOMETRIC, SAMPLE_FORMAT, TAG } from '../../formats/tiff/tags.ts';
import { tiffHeader } from '../../formats/tiff/tiff.ts';
import type { Coder, DecodeContext } from '../coder.ts';
import { type InPieces, withPauses } from '../pauses.ts';
import { checkChecksums } from './checksums.ts';
import { numbersOf, OWN_FORMAT } from './numbers.ts';
import { decodeTiff } from './read/decode.ts';
import { type TiffPicture, writeTiff } from './writer.ts';

/**
 * Writes f32 pictures, pictures with an extra band that is no alpha, and all pictures with a `sampleFormat`. Writes a
 * page for each frame, always uncompressed. `sharp` converts inks and colours with a profile to sRGB, and reads the
 * pages that it reads right.
 */
export function tiffCoder(sharp: Coder | undefined): Coder {
  return {
    name: 'tiff',
    reads: ['tiff'],
    decodes: ({ byNoir }, range) => byNoir === true || range !== undefined,
    writes: ['tiff'],
    encodes: ({ options }, { type, extra }) =>
      type === 'f32' || Boolean(extra) || options.sampleFormat !== undefined,
    async decode(bytes, _, context) {
      const { range } = context;
      if (range) return { frames: await decodePages(bytes, range, context, sharp) };
      const picture = readTiffPicture(bytes, context.limits, context.reading ?? DEFAULT_READING);
      return { frames: [await decodeTiff(bytes, picture, context, sharp)] };
    },
    encode: ({ frames }, { options }, run) =>
      withPauses(encode(frames, options.sampleFormat as TiffSampleFormat | undefined), run),
  };
}

function* encode(frames: Picture['frames'], asked: TiffSampleFormat | undefined): InPieces<Uint8Array> {
  const pages: TiffPicture[] = [];
  for (const image of frames) pages.push(yield* pageOf(image, asked ?? OWN_FORMAT[image.type]));
  return yield* writeTiff(...pages);
}

function* pageOf(image: Image, format: TiffSampleFormat): InPieces<TiffPicture> {
  const { width, height, channels, extra } = image;
  const count = channels + (extra ? 1 : 0);
  const extras = [
    ...(hasAlpha(channels) ? [EXTRA_SAMPLE.unassociated] : []),
    ...(extra ? [EXTRA_SAMPLE.unspecified] : []),
  ];
  return {
    ...{ width, height, count, samples: yield* numbersOf(image, format) },
    photometric: channels < 3 ? PHOTOMETRIC.blackIsZero : PHOTOMETRIC.rgb,
    shorts: {
      ...(extras.length > 0 ? { [TAG.extraSamples]: extras } : {}),
      [TAG.sampleFormat]: Array<number>(count).fill(codeOf(format)),
    },
  };
}

function codeOf(format: TiffSampleFormat): number {
  if (format.startsWith('float')) return SAMPLE_FORMAT.float;
  return format.startsWith('u') ? SAMPLE_FORMAT.unsigned : SAMPLE_FORMAT.signed;
}

/** Decodes each page with the reader that reads it right. Pages may differ in their compression. */
async function decodePages(
  bytes: Uint8Array,
  { first, count }: FrameRange,
  { range: _, ...context }: DecodeContext,
  sharp: Coder | undefined,
): Promise<Picture['frames']> {
  const all = readTiffPages(bytes, context.limits);
  const pages = Array.from({ length: count }, (_, index) => {
    const reading = { ...DEFAULT_READING, ...context.reading, page: first + index };
    const picture = readTiffPage(bytes, all, context.limits, reading);
    return { picture, header: tiffHeader(picture), paged: { ...context, reading } };
  });
  const [start, ...others] = pages as [(typeof pages)[number], ...typeof pages];
  // The first one was checked when the file was opened.
  for (const { picture, paged } of others) await checkChecksums(bytes, picture, paged.reading, context.run);
  if (sharp?.decode && followEachOther(pages.map(({ header }) => header))) {
    // libvips looks for all pages whenever it opens the file.
    const range = { first: 0, count };
    return (await sharp.decode(bytes, start.header, { ...start.paged, range })).frames;
  }
  const images: Image[] = [];
  for (const { picture, header, paged } of pages) {
    context.run?.signal.throwIfAborted();
    if (picture.byLibvips) images.push(await decodeBySharp(bytes, header, paged, sharp));
    else images.push(await decodeTiff(bytes, picture, paged, sharp));
  }
  return images as [Image, ...Image[]];
}

/** Whether libvips reads the pages right, and as one picture. */
function followEachOther(headers: readonly Header[]): boolean {
  const [first] = headers as readonly [Header];
  const kindOf = ({ page: _, ...header }: Header) => JSON.stringify(header);
  return headers.every(
    (header, index) =>
      !header.byNoir &&
      !header.plain &&
      (header.page ?? 0) === (first.page ?? 0) + index &&
      kindOf(header) === kindOf(first),
  );
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

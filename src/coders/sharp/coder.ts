/** Every format over libvips, through sharp. */
import type { FrameRange, Image, Picture } from '../../core/image.ts';
import { abandonable, type Run, UNBOUND } from '../../core/run.ts';
import { inTurns, mayUseThread, type ThreadUse } from '../../core/turns.ts';
import { readAvif } from '../../formats/avif/avif.ts';
import type { Header, Output } from '../../formats/format.ts';
import { withClearings } from '../../formats/gif/clearing.ts';
import { checkGifFrames } from '../../formats/gif/completeness.ts';
import { DEFAULT_READING } from '../../formats/input.ts';
import { findJpegEnd } from '../../formats/jpeg/completeness.ts';
import { mendJpeg } from '../../formats/jpeg/mend.ts';
import { FORMATS } from '../../formats/registry.ts';
import type { Coder, DecodeContext } from '../coder.ts';
import { checkDecoded, fileFault, pictureFault, saysDamaged } from '../faults.ts';
import { decodePlainJpeg } from '../jpeg/decoder.ts';
import { encodePlainJpeg } from '../jpeg/encoder.ts';
import { plainJpegOptions } from '../jpeg/plain.ts';
import { divideByAlpha } from '../straight-alpha.ts';
import { turnUpright } from '../upright.ts';
import { ColorTables } from './color-tables.ts';
import { convertDeep, deepProfileOf } from './deep-profile.ts';
import { deepenToWhite, widenGray } from './depth.ts';
import { joinFrames, splitFrames, timingOf } from './frames.ts';
import { withoutHoles } from './known-holes.ts';
import { loadSharp, type Sharp } from './load.ts';
import { checkSides, completeFile, LIBVIPS_FORMATS, openFile, writePipeline } from './pipeline.ts';
import { reduceColors } from './reduce-colors.ts';
import { readSamples } from './samples.ts';
import { callLibvips } from './turns.ts';

/** Undefined where sharp has no binary for the machine. `ownThread` as in `ProcessOptions`. */
export async function openSharpCoder(ownThread: ThreadUse = false): Promise<Coder | undefined> {
  const sharp = await loadSharp();
  if (!sharp) return undefined;
  const tables = new ColorTables((tiff) => {
    const pipeline = sharp(tiff).toColourspace('srgb').raw();
    return callLibvips(() => pipeline.toBuffer().catch(throwFileFault));
  });
  return {
    name: 'sharp',
    reads: withoutHoles(LIBVIPS_FORMATS, sharp.versions),
    decodes: ({ byNoir }) => !byNoir,
    writes: LIBVIPS_FORMATS,
    encodes: (_, { type }) => type !== 'f32',
    async decode(bytes, header, context) {
      const { range } = context;
      if (range) return { frames: await decodeFrames(sharp, bytes, header, { ...context, range }) };
      const own = mayUseThread(ownThread) ? await decodeInThread(bytes, header, context) : undefined;
      return { frames: [own ?? (await decode(sharp, bytes, header, context))] };
    },
    async encode(picture, output, run) {
      const [image] = picture.frames;
      checkSides(output, image);
      const plain = mayUseThread(ownThread) ? plainJpegOptions(output, image) : undefined;
      return plain
        ? inTurns(encodePlainJpeg(image, plain), run ?? UNBOUND)
        : encode(sharp, picture, output, run);
    },
    reduceColors: (image, colors, run) => reduceColors(sharp, image, colors, run),
    colors: (bytes, components, run) => findColors(sharp, tables, bytes, { components, run }),
  };
}

function throwFileFault(error: unknown): never {
  throw fileFault(error);
}

/** A plain JPEG in the same samples and in less time. libvips turns others, and tells what is wrong with a file. */
async function decodeInThread(
  bytes: Uint8Array,
  header: Header,
  { limits, run, reading = DEFAULT_READING, allocate = (length) => new Uint8Array(length) }: DecodeContext,
): Promise<Image | undefined> {
  if (header.orientation !== 1) return undefined;
  const decoding = decodePlainJpeg({ bytes, header, reading }, { limits, shrink: 1, allocate });
  const image = await inTurns(decoding, run ?? UNBOUND);
  return image && checkDecoded(image, header, limits);
}

async function decode(
  sharp: Sharp,
  bytes: Uint8Array,
  header: Header,
  { limits, run, reading = DEFAULT_READING }: DecodeContext,
): Promise<Image> {
  const deep = deepProfileOf(bytes, header, { limits, reading });
  const stored: Header = deep ? { ...header, profile: 'unusable' } : header;
  const read = (file: Uint8Array, { failOn } = reading) =>
    readSamples(
      openFile(sharp, { bytes: file, header: stored, reading: { ...reading, failOn } }, limits),
      header,
      run,
    );
  const kept = await read(bytes).catch(async (error) => {
    if (header.format !== 'jpeg' || !saysDamaged(error)) throw error;
    // libvips also warns about bytes between complete data and the end marker.
    const mended = await inTurns(mendJpeg(bytes, limits, reading), run ?? UNBOUND);
    if (mended !== bytes) return read(mended);
    if (reading.failOn !== 'warning') throw error;
    // It warns about unknown versions of JFIF and unknown codes of Adobe, which decide no pixel.
    if (!(await inTurns(findJpegEnd(bytes, limits), run ?? UNBOUND))?.marked) throw error;
    return read(bytes, { failOn: 'error' });
  });
  if (header.format === 'avif') {
    const { depth } = readAvif(bytes, limits);
    await deepenToWhite(kept.data, depth, run);
    if (header.narrow) await widenGray(kept, depth, run);
  }
  if (header.premultiplied) await divideByAlpha(kept, run);
  if (deep) await convertDeep(kept, deep, run);
  return checkDecoded(kept, header, limits);
}

/** libvips gives frames as one picture, one below the other. They are turned one by one. */
async function decodeFrames(
  sharp: Sharp,
  bytes: Uint8Array,
  header: Header,
  { limits, run, reading = DEFAULT_READING, range }: DecodeContext & { readonly range: FrameRange },
): Promise<Picture['frames']> {
  const end = range.first + range.count;
  // Each frame is drawn over the frames before it.
  const isChecked = header.format === 'gif' && reading.failOn !== 'none';
  if (isChecked) await inTurns(checkGifFrames(bytes, end, limits), run ?? UNBOUND);
  const respelled = header.format === 'gif' ? withClearings(bytes, end, limits) : undefined;
  const { file, places } = respelled ?? { file: bytes, places: undefined };
  const placeOf = (frame: number) => places?.[frame] ?? frame;
  const first = placeOf(range.first);
  const count = placeOf(end - 1) - first + 1;
  const deep = deepProfileOf(bytes, header, { limits, reading });
  const stored: Header = { ...header, orientation: 1, ...(deep && { profile: 'unusable' as const }) };
  const opened = { bytes: file, header: stored, reading, range: { first, count } };
  const stack = await readSamples(openFile(sharp, opened, limits), header, run);
  if (header.premultiplied) await divideByAlpha(stack, run);
  if (deep) await convertDeep(stack, deep, run);
  const found = splitFrames(stack, count);
  const images: Image[] = [];
  for (let frame = range.first; frame < end; frame++) {
    const image = found[placeOf(frame) - first] as Image;
    images.push(checkDecoded(await turnUpright(image, header.orientation, run), header, limits));
  }
  return images as [Image, ...Image[]];
}

async function encode(sharp: Sharp, picture: Picture, output: Output, run?: Run): Promise<Uint8Array> {
  const several = picture.frames.length > 1 && FORMATS[output.format].animated;
  const { width, height, channels, type, data } = several ? joinFrames(picture) : picture.frames[0];
  const pageHeight = several ? { pageHeight: picture.frames[0].height } : {};
  const raw = sharp(data, { raw: { width, height, channels, ...pageHeight }, limitInputPixels: false });
  const timed = several
    ? { ...output, options: { ...output.options, ...timingOf(picture, output) } }
    : output;
  const pipeline = writePipeline(raw, timed, channels, type);
  const call = () =>
    pipeline.toBuffer().catch((error) => {
      throw pictureFault(output.format, error);
    });
  return completeFile(await callLibvips(call, run), output);
}

/**
 * Makes the table from the profile that libvips finds in the file. Undefined also for a file that is no picture:
 * decoding it reports the error.
 */
async function findColors(
  sharp: Sharp,
  tables: ColorTables,
  bytes: Uint8Array,
  { components, run = UNBOUND }: { components: 3 | 4; run: Run | undefined },
) {
  const file = sharp(bytes);
  try {
    const { icc } = await callLibvips(() => file.metadata().catch(throwFileFault), run);
    // Others may be waiting for the same table, so it is made even if this caller leaves.
    return await abandonable(tables.get(components, icc), run);
  } catch (error) {
    if (saysDamaged(error)) return undefined;
    throw error;
  }
}

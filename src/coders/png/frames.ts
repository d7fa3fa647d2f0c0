/** Decodes the frames of an animated PNG: each becomes a PNG of its own for a decoder of stills, then all a canvas. */
import { NoirError } from '../../core/errors.ts';
import { type FrameRange, type Image, shapeOf } from '../../core/image.ts';
import { corrupt } from '../../formats/checks.ts';
import type { Header } from '../../formats/format.ts';
import { fills, type PngAnimation, type PngFrame, readPngAnimation } from '../../formats/png/animation.ts';
import { COLOR_CHUNKS, pngChunks } from '../../formats/png/chunks.ts';
import type { Coder, DecodeContext } from '../coder.ts';
import { checkDecoded } from '../faults.ts';
import { type InPieces, withPauses } from '../pauses.ts';
import { turnUpright } from '../upright.ts';
import { Canvas } from './canvas.ts';
import { crc32 } from './checksums.ts';
import { type Draft, writeChunks } from './writer.ts';

/**
 * Decodes frames as they are shown. `still` decodes a PNG of one picture. Draws frames on their canvas, from the last
 * one that hides all earlier frames on. Throws `corrupt-image` for missing frames.
 */
export async function decodeFrames(
  still: Coder,
  file: { readonly bytes: Uint8Array; readonly header: Header },
  { first, count }: FrameRange,
  context: DecodeContext,
): Promise<Image[]> {
  const { bytes, header } = file;
  const found = readPngAnimation(bytes, header, context.limits);
  if (found?.kind !== 'frames' || first + count > found.frames.length) {
    throw corrupt('The picture does not have as many frames as it says');
  }
  const channels = header.frames?.channels ?? header.channels;
  const canvas = new Canvas({ ...shapeOf(header), channels });
  const common = commonChunks(bytes, context);
  const images: Image[] = [];
  for (let at = startFor(found, header, first); at < first + count; at++) {
    const frame = found.frames[at] as PngFrame;
    const picture = await decodeFrame(still, frame, { header, common, context });
    await withPauses(canvas.put(frame, picture, at === 0), context.run);
    if (at < first) continue;
    const shown = { ...canvas.image, data: canvas.image.data.slice() };
    images.push(await turnUpright(shown, header.orientation, context.run));
  }
  return images;
}

/** The last frame up to number `first` that covers the whole canvas with opaque samples or replaces it. */
function startFor({ frames }: PngAnimation, header: Header, first: number): number {
  const opaque = header.channels === 1 || header.channels === 3;
  for (let at = first; at > 0; at--) {
    const frame = frames[at] as PngFrame;
    const hides = fills(frame, header) && (frame.blend === 'source' || opaque);
    if (hides && frame.dispose !== 'previous') return at;
  }
  return 0;
}

interface Around {
  readonly header: Header;
  readonly common: CommonChunks;
  readonly context: DecodeContext;
}

async function decodeFrame(
  still: Coder,
  frame: PngFrame,
  { header, common, context }: Around,
): Promise<Image> {
  const { width, height } = frame;
  const { frames: _, ...rest } = header;
  const alone: Header = { ...rest, width, height, orientation: 1 };
  const file = await withPauses(writePiece(frame, common), context.run);
  const decoded = await still.decode?.(file, alone, context);
  if (!decoded) throw new NoirError('unsupported-format', 'No coder here decodes png');
  const image = checkDecoded(decoded.frames[0], alone, context.limits);
  if (image.channels !== header.channels || image.type !== header.type) {
    throw corrupt('A frame of the picture has other samples than its header says');
  }
  return image;
}

/** The header, and the chunks before the pixel data that give the samples their meaning: the first of each type. */
interface CommonChunks {
  readonly header: Uint8Array;
  readonly meaning: readonly Draft[];
}

function commonChunks(bytes: Uint8Array, { limits }: DecodeContext): CommonChunks {
  const meaning = new Map<string, Draft>();
  let header: Uint8Array = new Uint8Array();
  for (const { type, data } of pngChunks(bytes, limits)) {
    if (type === 'IHDR') header = data;
    else if (type === 'IDAT') break;
    // Each frame gets a copy, so texts and the like stay out.
    else if (COLOR_CHUNKS.includes(type) && !meaning.has(type)) meaning.set(type, { type, pieces: [data] });
  }
  return { header, meaning: [...meaning.values()] };
}

function writePiece({ width, height, data }: PngFrame, { header, meaning }: CommonChunks): InPieces<Buffer> {
  const own = Buffer.from(header);
  own.writeUInt32BE(width, 0);
  own.writeUInt32BE(height, 4);
  const chunks: Draft[] = [
    { type: 'IHDR', pieces: [own] },
    ...meaning,
    { type: 'IDAT', pieces: data },
    { type: 'IEND', pieces: [] },
  ];
  return writeChunks(chunks, crc32);
}

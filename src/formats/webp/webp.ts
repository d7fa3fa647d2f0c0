/** WebP: recognises files, reads their headers, and describes the options for writing them. */
import * as z from 'zod';
import type { Extent } from '../../core/image.ts';
import type { Limits } from '../../core/limits.ts';
import { checkCount, checkDeclaredExtent, corrupt, truncated } from '../checks.ts';
import { readOrientation } from '../exif.ts';
import type { Format, Frames } from '../format.ts';
import { type Profile, profileOf } from '../icc/icc.ts';
import { hasText, Reader } from '../reader.ts';
import { type Bitstream, readBitstream } from './bitstream.ts';
import { readWebpFacts } from './facts.ts';
import { type FramePlace, leavesHoles, readFramePlace } from './holes.ts';
import { readWebpBlocks, withWebpBlocks } from './metadata.ts';
import { type RiffChunk, riffChunks } from './riff.ts';
import { stripWebp } from './strip.ts';

/** WebP (RFC 9649), lossy and lossless, still and animated. */
export const webp: Format = {
  name: 'webp',
  mime: 'image/webp',
  extensions: ['webp'],
  types: ['u8'],
  animated: true,
  maxSide: 16_383,
  alpha: 'full',
  options: z.strictObject({
    quality: z.number().int().min(1).max(100).default(80).describe('Quality, 1 to 100'),
    alphaQuality: z.number().int().min(0).max(100).default(100).describe('Quality of alpha, 0 to 100'),
    lossless: z.boolean().default(false).describe('Keep every sample as it is'),
    nearLossless: z
      .boolean()
      .default(false)
      .describe('Change samples only a little, for a smaller lossless file'),
    effort: z.number().int().min(0).max(6).default(4).describe('Effort for a smaller file, 0 to 6'),
  }),
  measured: [{}, { effort: 0 }, { effort: 6 }, { lossless: true }],
  facts: readWebpFacts,
  strip: stripWebp,
  holds: { profiles: ['RGB '], exif: true, xmp: true, iptc: false, texts: false, density: false },
  readBlocks: readWebpBlocks,
  withBlocks: withWebpBlocks,
  sniff: (bytes) => hasText(bytes, 0, 'RIFF') && hasText(bytes, 8, 'WEBP'),
  readHeader(bytes, limits) {
    const reader = new Reader(bytes, 'little');
    const length = reader.u32(4);
    reader.need(8, length);
    const chunks = riffChunks(reader, 12, 8 + length, limits);
    const first = chunks.next();
    if (first.done) throw truncated('The picture has no chunks');
    const { width, height, alpha, ...more }: Extended =
      first.value.name === 'VP8X'
        ? readExtended(reader, first.value, chunks, limits)
        : { ...readChecked(reader, first.value, limits), orientation: 1, profile: 'none' };
    return { format: 'webp', width, height, channels: alpha ? 4 : 3, type: 'u8', ...more };
  },
};

interface Extended extends Bitstream {
  readonly orientation: number;
  readonly profile: Profile;
  readonly frames?: Frames;
}

/** The header of a bitstream whose extent is within the limits. */
function readChecked(reader: Reader, chunk: RiffChunk, limits: Limits): Bitstream {
  const found = readBitstream(reader, chunk);
  checkDeclaredExtent(found, limits);
  return found;
}

/** Flags in the first byte of `VP8X` (RFC 9649 2.7.1). */
const ANIMATION = 0x02;
const ALPHA = 0x10;

/** Chunks with a frame each. */
const PIXELS = ['ANMF', 'VP8 ', 'VP8L'];

function readExtended(
  reader: Reader,
  { start }: RiffChunk,
  chunks: Iterable<RiffChunk>,
  limits: Limits,
): Extended {
  const canvas = { width: reader.u24(start + 4) + 1, height: reader.u24(start + 7) + 1 };
  checkDeclaredExtent(canvas, limits);
  const flags = reader.u8(start);
  let [frames, loop] = [0, 1];
  const delays: number[] = [];
  const places: FramePlace[] = [];
  let orientation: number | undefined;
  let profile: Profile | undefined;
  for (const chunk of chunks) {
    const data = reader.bytes.subarray(chunk.start, chunk.start + chunk.length);
    // Of several blocks the first counts, as in libwebp.
    if (chunk.name === 'EXIF') orientation ??= readOrientation(data);
    else if (chunk.name === 'ICCP') profile ??= profileOf(data, 3);
    else if (chunk.name === 'ANIM') loop = reader.u16(chunk.start + 4);
    else if (chunk.name === 'ANMF') {
      places.push(readFrame(reader, chunk, canvas, limits));
      delays.push(reader.u24(chunk.start + 12));
    } else if (chunk.name === 'VP8 ' || chunk.name === 'VP8L') {
      const { width, height } = readChecked(reader, chunk, limits);
      if (width !== canvas.width || height !== canvas.height) {
        throw corrupt('The picture does not fill its canvas');
      }
    } else continue;
    if (PIXELS.includes(chunk.name)) checkCount('frame-limit', ++frames, limits);
  }
  if (frames === 0) throw truncated('The picture has no pixel data');
  if (frames > 1 && !(flags & ANIMATION)) throw corrupt('The picture has several frames and no animation');
  return {
    ...canvas,
    alpha: (flags & ALPHA) !== 0 || leavesHoles(canvas, places),
    ...{ orientation: orientation ?? 1, profile: profile ?? 'none' },
    ...(delays.length > 1 && { frames: { kind: 'animation', count: delays.length, delays, loop } }),
  };
}

/** An `ANMF` chunk (RFC 9649 2.7.1.1) lies on the canvas, and its bitstream has its extent. */
function readFrame(reader: Reader, { start, length }: RiffChunk, canvas: Extent, limits: Limits): FramePlace {
  const place = readFramePlace(reader, { start });
  const { left, top, width, height } = place;
  if (left + width > canvas.width || top + height > canvas.height) {
    throw corrupt('A frame of the picture leaves its canvas');
  }
  for (const chunk of riffChunks(reader, start + 16, start + length, limits)) {
    if (!chunk.name.startsWith('VP8')) continue;
    const found = readChecked(reader, chunk, limits);
    if (found.width === width && found.height === height) return place;
    throw corrupt('A frame of the picture has two sizes');
  }
  throw corrupt('A frame of the picture has no pixel data');
}

/** PNG: recognises files, reads their headers, and describes the options for writing them. */
import * as z from 'zod';
import type { Extent } from '../../core/image.ts';
import type { Limits } from '../../core/limits.ts';
import type { Channels } from '../../core/pixel.ts';
import { corrupt } from '../checks.ts';
import { readOrientation } from '../exif.ts';
import type { Format, Frames, Output } from '../format.ts';
import type { Profile } from '../icc/icc.ts';
import { hasBytes, hasText } from '../reader.ts';
import { animatedChannels, readPngAnimation } from './animation.ts';
import { type Chunk, PNG_SIGNATURE, pngChunks } from './chunks.ts';
import { readPngFacts } from './facts.ts';
import { GRAY, PALETTE, type PngHeader, readPngHeader } from './header.ts';
import { readPngBlocks, withPngBlocks } from './metadata.ts';
import { readIccp } from './profile.ts';
import { stripPng } from './strip.ts';

/** PNG (3rd edition) of 1 to 16 bits per sample, still and animated. Samples of fewer than 8 bits become u8. */
export const png: Format = {
  name: 'png',
  mime: 'image/png',
  extensions: ['png'],
  types: ['u8', 'u16'],
  animated: true,
  alpha: 'full',
  options: z.strictObject({
    compressionLevel: z
      .number()
      .int()
      .min(0)
      .max(9)
      .optional()
      .describe('Effort of zlib, 0 to 9. By default Noir chooses what suits the picture'),
    adaptiveFiltering: z
      .boolean()
      .optional()
      .describe('Filter rows before compression. By default where it makes the file smaller'),
    progressive: z
      .boolean()
      .default(false)
      .describe('Store the picture so that a coarse version shows while it loads'),
    palette: z
      .boolean()
      .optional()
      .describe(
        'true writes a palette, and changes colours if there are too many; false writes none. By default a palette is written where no colour changes',
      ),
    colours: z
      .int()
      .min(2)
      .max(256)
      .optional()
      .describe('Most colours in the palette, 256 by default. libvips rounds up to 2, 4, 16 or 256'),
    effort: z
      .int()
      .min(1)
      .max(10)
      .optional()
      .describe('Effort for finding a good palette, 1 to 10; 7 by default'),
    dither: z.number().min(0).max(1).optional().describe('Strength of the dithering, 0 to 1; 1 by default'),
  }),
  measured: [{}, { compressionLevel: 0 }, { compressionLevel: 1 }, { compressionLevel: 9 }],
  facts: readPngFacts,
  strip: stripPng,
  holds: { profiles: ['GRAY', 'RGB '], exif: true, xmp: true, iptc: false, texts: true, density: true },
  readBlocks: readPngBlocks,
  withBlocks: withPngBlocks,
  // The signature shows damage in transfer, such as changed line ends. A file with its header near the usual place
  // is therefore a PNG, and `readHeader` calls it corrupt.
  sniff: (bytes) =>
    hasBytes(bytes, 0, PNG_SIGNATURE) || [11, 12, 13].some((at) => hasText(bytes, at, 'IHDR')),
  readHeader(bytes, limits, { failOn }) {
    const header = readPngHeader(bytes, limits);
    const chunks = pngChunks(bytes, limits, failOn === 'none');
    const { transparent, orientation, profile, animated } = readChunks(chunks, header);
    const { width, height, depth } = header;
    const channels = decodedChannels(header, transparent);
    const type = depth === 16 ? 'u16' : 'u8';
    const frames = animated ? framesOf(bytes, { width, height, channels }, limits) : undefined;
    const fewColors = header.colorType === PALETTE || (header.colorType === GRAY && depth < 8);
    return {
      ...{ format: 'png', width, height, channels, type, orientation, profile },
      ...(fewColors && { fewColors }),
      ...(frames && { frames }),
    };
  },
};

/** Whether the options ask for a palette even if it changes colours. As in sharp, `colours` and others also do. */
export function asksForPalette({ palette, colours, effort, dither }: Output['options']): boolean {
  if (typeof palette === 'boolean') return palette;
  return [colours, effort, dither].some((value) => value !== undefined);
}

function readChunks(chunks: Iterable<Chunk>, { colorType }: PngHeader) {
  let [palette, transparent, data, animated] = [false, false, false, false];
  let orientation: number | undefined;
  let profile: Profile | undefined;
  for (const chunk of chunks) {
    if (chunk.type === 'PLTE') palette = true;
    else if (chunk.type === 'acTL') animated = true;
    else if (chunk.type === 'tRNS' && !data) transparent = true;
    // Of several profiles the first counts, as in libpng.
    else if (chunk.type === 'iCCP' && !data) profile ??= readIccp(chunk.data, colorType);
    else if (chunk.type === 'eXIf') orientation ??= readOrientation(chunk.data);
    else if (chunk.type === 'IDAT') {
      if (colorType === PALETTE && !palette) throw corrupt('The picture has no palette');
      data = true;
    }
  }
  if (!data) throw corrupt('The picture has no pixel data');
  return { transparent, orientation: orientation ?? 1, profile: profile ?? 'none', animated };
}

/** The frames after they are drawn on their canvas. */
function framesOf(
  bytes: Uint8Array,
  { channels, ...canvas }: Extent & { readonly channels: Channels },
  limits: Limits,
): Frames | undefined {
  const found = readPngAnimation(bytes, canvas, limits);
  if (!found) return undefined;
  if (found.kind === 'damaged')
    return { kind: 'animation', count: found.count, apart: { reason: found.reason, each: false } };
  const { frames, loop, hidesStill } = found;
  const count = frames.length;
  if (count < 2 && !(count === 1 && hidesStill)) return undefined;
  const whole = animatedChannels(found, canvas, channels);
  return {
    ...{ kind: 'animation', count },
    ...(count > 1 && { delays: frames.map(({ delay }) => delay), loop }),
    ...(whole !== channels && { channels: whole }),
  };
}

/** Channels after the palette is looked up and a transparent colour has become alpha. */
function decodedChannels({ colorType, samples }: PngHeader, transparent: boolean): Channels {
  const opaque = colorType === PALETTE ? 3 : samples;
  // Colour types 4 and 6 have alpha of their own; tRNS is forbidden there.
  return (transparent && samples % 2 === 1 ? opaque + 1 : opaque) as Channels;
}

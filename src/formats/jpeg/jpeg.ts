/** JPEG: recognises files, reads their headers, and describes the options for writing them. */
import * as z from 'zod';
import type { Format, Header } from '../format.ts';
import { hasBytes } from '../reader.ts';
import { readJpegFacts } from './facts.ts';
import { type JpegFrame, readJpegFrame } from './frame.ts';
import { isOdd, mendJpeg } from './mend.ts';
import { readJpegBlocks, withJpegBlocks } from './metadata.ts';
import { stripJpeg } from './strip.ts';

/** JPEG (ITU-T T.81) of 8 bits per sample: gray, RGB, and CMYK turned to RGB. */
export const jpeg: Format = {
  name: 'jpeg',
  mime: 'image/jpeg',
  extensions: ['jpg', 'jpeg', 'jpe', 'jfif'],
  types: ['u8'],
  animated: false,
  // `JPEG_MAX_DIMENSION` of libjpeg.
  maxSide: 65_500,
  alpha: 'none',
  options: z.strictObject({
    quality: z.number().int().min(1).max(100).default(80).describe('Quality, 1 to 100'),
    progressive: z
      .boolean()
      .default(false)
      .describe('Store the picture so that a coarse version shows while it loads'),
    chromaSubsampling: z
      .enum(['4:2:0', '4:4:4'])
      .default('4:2:0')
      .describe('Resolution of the colours: 4:2:0 halves it on both sides, 4:4:4 keeps it'),
    optimiseCoding: z
      .boolean()
      .default(true)
      .describe(
        'Make Huffman tables for this picture. Thumbnails become up to a third smaller, photos a hundredth',
      ),
    mozjpeg: z.boolean().default(false).describe('Take longer for a smaller file, as mozjpeg does'),
  }),
  // Only start-of-image: decoders skip rubbish before the next marker.
  measured: [
    {},
    { optimiseCoding: false },
    { chromaSubsampling: '4:4:4' },
    { progressive: true },
    { mozjpeg: true },
  ],
  facts: readJpegFacts,
  strip: stripJpeg,
  holds: { profiles: ['GRAY', 'RGB '], exif: true, xmp: true, iptc: true, texts: false, density: true },
  readBlocks: readJpegBlocks,
  withBlocks: withJpegBlocks,
  sniff: (bytes) => hasBytes(bytes, 0, [0xff, 0xd8]),
  readHeader: (bytes, limits, reading) => headerOf(readJpegFrame(bytes, limits, reading)),
  peekHeader: (bytes, limits, reading) => headerOf(readJpegFrame(bytes, limits, reading, 'beginning')),
  mend: (bytes, { data }, limits, reading) =>
    data && isOdd(bytes, data, reading) ? mendJpeg(bytes, limits, reading) : undefined,
};

function headerOf({ width, height, components, ...rest }: JpegFrame): Header {
  const { orientation, profile, detail, data } = rest;
  const channels = components === 1 ? 1 : 3;
  return { format: 'jpeg', width, height, channels, type: 'u8', orientation, profile, detail, data };
}

/** GIF: recognises files, reads their headers, and describes the options for writing them. */
import * as z from 'zod';
import type { Limits } from '../../core/limits.ts';
import type { Work } from '../../core/turns.ts';
import { checkDeclaredExtent, truncated } from '../checks.ts';
import type { Format } from '../format.ts';
import { HOLDS_NOTHING } from '../metadata.ts';
import { hasText } from '../reader.ts';
import { readGifBlocks } from './blocks.ts';
import { clearings } from './clearing.ts';
import { checkGifFrames } from './completeness.ts';
import { fillsScreen, screenOf } from './screen.ts';
import { stripGif } from './strip.ts';

/** GIF (87a and 89a): frames on a screen. Pixels that no frame covers are transparent. */
export const gif: Format = {
  name: 'gif',
  mime: 'image/gif',
  extensions: ['gif'],
  types: ['u8'],
  animated: true,
  maxSide: 65_535,
  alpha: 'mask',
  options: z.strictObject({
    colours: z.number().int().min(2).max(256).default(256).describe('Most colours in the palette'),
    effort: z.number().int().min(1).max(10).default(7).describe('Effort for finding a good palette, 1 to 10'),
    dither: z.number().min(0).max(1).default(1).describe('Strength of the dithering, 0 to 1'),
  }),
  measured: [{}, { effort: 1 }],
  strip: stripGif,
  mend: (bytes, _, limits, { failOn }) => (failOn === 'none' ? undefined : checkFirst(bytes, limits)),
  holds: HOLDS_NOTHING,
  sniff: (bytes) => hasText(bytes, 0, 'GIF87a') || hasText(bytes, 0, 'GIF89a'),
  readHeader(bytes, limits, { failOn }) {
    const blocks = readGifBlocks(bytes, limits);
    const { frames, loop } = blocks;
    if (frames.length === 0 && failOn !== 'none') throw truncated('The picture ends in its first frame');
    const extent = screenOf(blocks);
    checkDeclaredExtent(extent, limits);
    const transparent = blocks.transparent || !fillsScreen(blocks);
    return {
      format: 'gif',
      ...extent,
      channels: transparent ? 4 : 3,
      type: 'u8',
      orientation: 1,
      fewColors: true,
      profile: 'none',
      ...(frames.length > 1 && {
        frames: {
          ...{ kind: 'animation', count: frames.length, loop },
          delays: frames.map(({ delay }) => delay),
          ...(!transparent && clearings(blocks).length > 0 && { channels: 4 }),
        },
      }),
    };
  },
};

/** Decoders of animations check the other frames. */
function* checkFirst(bytes: Uint8Array, limits: Limits): Work<Uint8Array> {
  yield* checkGifFrames(bytes, 1, limits);
  return bytes;
}

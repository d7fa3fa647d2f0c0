import { z } from 'zod';
import type { Extent } from '../../core/image.ts';
import { checkDeclaredExtent } from '../checks.ts';
import type { Format } from '../format.ts';
import { hasText } from '../reader.ts';
import { readGifBlocks } from './blocks.ts';

/** GIF (87a and 89a): the first frame, on its screen. */
export const gif: Format = {
  name: 'gif',
  mime: 'image/gif',
  extensions: ['gif'],
  types: ['u8'],
  options: z.strictObject({
    colours: z.number().int().min(2).max(256).default(256).describe('Most colours in the palette'),
    effort: z.number().int().min(1).max(10).default(7).describe('Effort for the palette, 1 to 10'),
    dither: z.number().min(0).max(1).default(1).describe('Strength of the dithering, 0 to 1'),
  }),
  sniff: (bytes) => hasText(bytes, 0, 'GIF87a') || hasText(bytes, 0, 'GIF89a'),
  readHeader(bytes, limits) {
    const { screen, first, transparent } = readGifBlocks(bytes, limits);
    // A screen of no pixels is common and means the first frame's.
    if (screen.width > 0 && screen.height > 0) checkDeclaredExtent(screen, limits);
    const extent = canvas(screen, first);
    checkDeclaredExtent(extent, limits);
    return {
      format: 'gif',
      ...extent,
      channels: transparent ? 4 : 3,
      type: 'u8',
      orientation: 1,
      profile: 'none',
    };
  },
};

/** Sizes of the computer screens that early encoders wrote instead of the picture's. */
const SCREENS = ['640x480', '640x512', '800x600', '1024x768', '1280x1024', '1600x1200'];

/**
 * The extent that libnsgif, hence every decoder in use here, gives: a frame that leaves the screen
 * makes it larger, and a screen that is likely the encoder's computer screen counts for nothing.
 */
function canvas(screen: Extent, first: Extent): Extent {
  const { width, height } = screen;
  const meaningless =
    SCREENS.includes(`${width}x${height}`) || width === 0 || height === 0 || width > 2048 || height > 2048;
  if (meaningless) return first;
  return { width: Math.max(width, first.width), height: Math.max(height, first.height) };
}

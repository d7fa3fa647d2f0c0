/** The screen of a GIF, which is the picture: frames lie on it. */
import type { Extent } from '../../core/image.ts';
import type { Limits } from '../../core/limits.ts';
import { colorTableBytes, type GifBlocks, readGifBlocks } from './blocks.ts';
import { packZeros } from './lzw.ts';

/** The extent of the picture. A screen without pixels is common and stands for the extent of the first frame. */
export function screenOf({ screen, first }: GifBlocks): Extent {
  if (screen.width > 0 && screen.height > 0) return screen;
  return { width: first.left + first.width, height: first.top + first.height };
}

/** Whether the first frame covers the screen, and nothing else. */
export function fillsScreen(blocks: GifBlocks): boolean {
  const { width, height } = screenOf(blocks);
  const { left, top, ...first } = blocks.first;
  return left === 0 && top === 0 && first.width === width && first.height === height;
}

/** Offsets of the screen's width and height, its flags, and its colour table (GIF89a section 18). */
const [SCREEN, PACKED, TABLE] = [6, 10, 13];

/**
 * The same GIF with a transparent frame of the screen's extent before the first; undefined when the first fills the
 * screen. libnsgif, and so libvips, stretches the screen to the first frame, overrules screens of common sizes, and
 * paints uncovered pixels black when no frame has transparency.
 */
export function withBackdrop(bytes: Uint8Array, limits: Limits): Uint8Array | undefined {
  const blocks = readGifBlocks(bytes, limits);
  if (fillsScreen(blocks)) return undefined;
  const { width, height } = screenOf(blocks);
  const extent = [width & 255, width >> 8, height & 255, height >> 8];
  const start = TABLE + colorTableBytes(bytes[PACKED] as number);
  // The graphic control says that colour 0 is transparent, and that the frame stays.
  const control = [0x21, 0xf9, 4, 0b0000_0101, 0, 0, 0, 0];
  // The frame has a table of its own, of two colours.
  const frame = [0x2c, 0, 0, 0, 0, ...extent, 0x80, 0, 0, 0, 0, 0, 0];
  return Buffer.concat([
    bytes.subarray(0, SCREEN),
    Uint8Array.from(extent),
    bytes.subarray(PACKED, start),
    Uint8Array.from([...control, ...frame]),
    packZeros(width * height),
    bytes.subarray(start),
  ]);
}

/** The chunks before the pixel data of a PNG: size, sample format and palette. */
import { type Extent, hasAlpha, type Shape } from '../../core/image.ts';

/** How the pixels are stored (PNG 3rd edition, section 11.2). */
export interface PngHead extends Extent {
  /** Bits of a sample, or of the number of a colour. */
  readonly depth: 1 | 2 | 4 | 8 | 16;
  readonly colorType: number;
  /** Red, green and blue of each colour; absent where samples are stored. */
  readonly palette?: Uint8Array;
  /** Alpha of the first colours of the palette; the others are opaque. */
  readonly alphas?: Uint8Array;
}

/** Bits of PNG's colour type (3rd edition, section 11.2.1). Palettes set the first two. */
const [INDEXED, COLOR, ALPHA] = [1, 2, 4];

/** The colour type of gray samples, and of numbers of colours. */
export const GRAY = 0;
export const PALETTE = INDEXED | COLOR;

/** The head of a picture whose samples are stored unchanged. */
export function plainHead({ width, height, channels, type }: Shape): PngHead {
  const colorType = (channels < 3 ? GRAY : COLOR) | (hasAlpha(channels) ? ALPHA : 0);
  return { width, height, depth: type === 'u16' ? 16 : 8, colorType };
}

/** The data of IHDR. */
export function headerData({ width, height, depth, colorType }: PngHead): Uint8Array {
  const bytes = Buffer.alloc(13);
  bytes.writeUInt32BE(width, 0);
  bytes.writeUInt32BE(height, 4);
  bytes[8] = depth;
  bytes[9] = colorType;
  return bytes;
}

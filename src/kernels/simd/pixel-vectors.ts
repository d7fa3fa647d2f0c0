/** Spreads pixels of any layout into vectors of red, green, blue and alpha in floats, and packs them again. */
import { hasAlpha, type Shape } from '../../core/image.ts';
import { type PixelType, SAMPLE_ARRAYS, SAMPLE_BYTES, WHITE } from '../../core/pixel.ts';
import { pickMask, pixelsInVector, takeMasks, VECTOR } from './masks.ts';
import type { Simd } from './simd.ts';

/** Converts pixels from one place of the SIMD memory to another. */
type PixelMap = (from: number, pixels: number, to: number) => void;

/**
 * Makes vectors of a picture's pixels: integer samples times `gain`, floats as they are. Gray fills all three
 * colours; a missing alpha is white.
 */
export function spreader(simd: Simd, { channels, type }: Shape, gain = 1): PixelMap {
  const { code } = simd;
  const bytes = SAMPLE_BYTES[type];
  const colors = channels < 3 ? [0, 0, 0] : [0, 1, 2];
  const picks = [...colors, hasAlpha(channels) ? channels - 1 : undefined];
  const mask = pickMask(picks, channels, bytes, pixelsInVector(4 * bytes));
  const masks = takeMasks(simd, mask, hasAlpha(channels) ? new Uint8Array(VECTOR) : opaque(type));
  const spread = { u8: code.spreadBytes, u16: code.spreadHalves, f32: code.spreadFloats }[type];
  const step = channels * bytes;
  return (from, pixels, to) => spread(from, pixels, step, masks, gain, to);
}

/** A vector of pixels that are transparent black except for a white alpha. */
function opaque(type: PixelType): Uint8Array {
  const samples = new SAMPLE_ARRAYS[type](VECTOR / SAMPLE_BYTES[type]);
  for (let at = 3; at < samples.length; at += 4) samples[at] = WHITE[type];
  return new Uint8Array(samples.buffer);
}

/** Makes a picture's pixels of vectors times `gain`, rounded; floats as they are. */
export function packer(simd: Simd, { channels, type }: Shape, gain = 1): PixelMap {
  const { code } = simd;
  const bytes = SAMPLE_BYTES[type];
  const colors = channels < 3 ? [0] : [0, 1, 2];
  const picks = hasAlpha(channels) ? [...colors, 3] : colors;
  const mask = takeMasks(simd, pickMask(picks, 4, bytes, pixelsInVector(4 * bytes)));
  const pack = { u8: code.packBytes, u16: code.packHalves, f32: code.packFloats }[type];
  const step = channels * bytes;
  return (from, pixels, to) => pack(from, pixels, step, mask, gain, to);
}

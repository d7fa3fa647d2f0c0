/** How one sample is stored: 8 bits, 16 bits, or a 32-bit float. */
export type PixelType = 'u8' | 'u16' | 'f32';

/** Samples per pixel: gray, gray and alpha, RGB, or RGB and alpha. */
export type Channels = 1 | 2 | 3 | 4;

export const PIXEL_TYPES: readonly PixelType[] = ['u8', 'u16', 'f32'];

/** Bytes that one sample takes. */
export const SAMPLE_BYTES: Readonly<Record<PixelType, number>> = { u8: 1, u16: 2, f32: 4 };

/**
 * The sample value that means full intensity, and full opacity for alpha. Integers use their whole
 * range; floats are nominally 0 to 1 and may go beyond on both sides.
 */
export const WHITE: Readonly<Record<PixelType, number>> = { u8: 255, u16: 65535, f32: 1 };

/** Array that holds samples of any pixel type. */
export type Samples = Uint8Array | Uint16Array | Float32Array;

/** The array that holds samples of each pixel type. */
export const SAMPLE_ARRAYS = { u8: Uint8Array, u16: Uint16Array, f32: Float32Array } as const;

/** Views `length` samples of the pixel type in `buffer`, from byte `offset` on. */
export function viewSamples(
  type: PixelType,
  buffer: ArrayBufferLike,
  offset: number,
  length: number,
): Samples {
  return new SAMPLE_ARRAYS[type](buffer as ArrayBuffer, offset, length);
}

/** Allocates `length` samples, all zero. */
export function allocateSamples(type: PixelType, length: number): Samples {
  return viewSamples(type, new ArrayBuffer(length * SAMPLE_BYTES[type]), 0, length);
}

/** Highest level that storing a sample in the pixel type rounds to; floats do not round. */
export const LEVEL_LIMIT: Readonly<Record<PixelType, number>> = { u8: 255, u16: 65535, f32: Infinity };

/**
 * `value` rounded to a level from 0 to `limit`: to nearest, halves up, NaN to 0. Unchanged when the
 * limit is infinite.
 */
export function roundLevel(value: number, limit: number): number {
  if (limit === Infinity) return value;
  // Written so that NaN fails both comparisons and ends as 0.
  if (value >= limit) return limit;
  return value > 0 ? Math.floor(value + 0.5) : 0;
}

/** The value that a sample of the pixel type holds after `value` is stored in it. */
export function quantize(type: PixelType, value: number): number {
  return type === 'f32' ? Math.fround(value) : roundLevel(value, LEVEL_LIMIT[type]);
}

/** Pixel types, channels, and the arrays that hold samples. */

/** Storage of one sample: 8-bit integer, 16-bit integer, or 32-bit float. */
export type PixelType = 'u8' | 'u16' | 'f32';

/** Samples per pixel: 1 gray, 2 gray and alpha, 3 RGB, 4 RGB and alpha. */
export type Channels = 1 | 2 | 3 | 4;

export const PIXEL_TYPES: readonly PixelType[] = ['u8', 'u16', 'f32'];

/** Bytes per sample. */
export const SAMPLE_BYTES: Readonly<Record<PixelType, number>> = { u8: 1, u16: 2, f32: 4 };

/**
 * The sample value for full intensity, and for opaque alpha. Integers use their whole range. Floats are nominally 0
 * to 1, and may lie beyond.
 */
export const WHITE: Readonly<Record<PixelType, number>> = { u8: 255, u16: 65535, f32: 1 };

/** An array of samples of any pixel type. */
export type Samples = Uint8Array | Uint16Array | Float32Array;

/** Array class for each pixel type. */
export const SAMPLE_ARRAYS = { u8: Uint8Array, u16: Uint16Array, f32: Float32Array } as const;

/** A view of `length` samples in `buffer`, starting at byte `offset`. */
export function viewSamples(
  type: PixelType,
  buffer: ArrayBufferLike,
  offset: number,
  length: number,
): Samples {
  return new SAMPLE_ARRAYS[type](buffer as ArrayBuffer, offset, length);
}

/** A new array of `length` zero samples. */
export function allocateSamples(type: PixelType, length: number): Samples {
  return viewSamples(type, new ArrayBuffer(length * SAMPLE_BYTES[type]), 0, length);
}

/** Highest level of a pixel type; infinite for floats, which are not rounded. */
export const LEVEL_LIMIT: Readonly<Record<PixelType, number>> = { u8: 255, u16: 65535, f32: Infinity };

/**
 * Rounds to the nearest level from 0 to `limit`, halves up, NaN to 0. An infinite limit leaves the value unchanged.
 */
export function roundLevel(value: number, limit: number): number {
  if (limit === Infinity) return value;
  // NaN fails both comparisons, so it becomes 0.
  if (value >= limit) return limit;
  return value > 0 ? Math.floor(value + 0.5) : 0;
}

/** The value that a sample holds after storing `value` in it. */
export function quantize(type: PixelType, value: number): number {
  return type === 'f32' ? Math.fround(value) : roundLevel(value, LEVEL_LIMIT[type]);
}

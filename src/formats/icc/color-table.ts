/** Tables that convert a JPEG's colours to sRGB on the GPU. */

/** A table with the name of its shader. */
export interface ColorTable {
  /** The shader in wgsl/codecs/jpeg/decode that reads it: inks.wgsl for CMYK, primaries.wgsl for RGB. */
  readonly conversion: 'inks' | 'primaries';
  readonly words: Uint32Array<ArrayBuffer>;
}

/** 8-bit sRGB of a pixel's samples, equal to the shader's result bit by bit. */
export type ColorOf = (words: ColorTable['words'], samples: ArrayLike<number>) => [number, number, number];

/** What turns the samples of a JPEG to sRGB on a GPU. */
export interface ColorTable {
  /** Who reads it, in wgsl/codecs/jpeg/decode: inks.wgsl for four components, primaries.wgsl for three. */
  readonly conversion: 'inks' | 'primaries';
  readonly words: Uint32Array<ArrayBuffer>;
}

/** 8-bit RGB of a pixel's samples, as the shader has it bit by bit. */
export type ColorOf = (words: ColorTable['words'], samples: ArrayLike<number>) => [number, number, number];

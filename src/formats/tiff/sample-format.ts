/** The number types that TIFF files store. */

/** The kinds of samples that a TIFF may be written with. */
export const TIFF_SAMPLE_FORMATS = [
  ...(['uint8', 'int8', 'uint16', 'int16'] as const),
  ...(['uint32', 'int32', 'float32', 'float64'] as const),
] as const;

export type TiffSampleFormat = (typeof TIFF_SAMPLE_FORMATS)[number];

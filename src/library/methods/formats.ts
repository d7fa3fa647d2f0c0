/** Output formats as methods of pipelines. Written by `npm run docs` from the registries; do not edit. */

/** Options of the JPEG encoder. */
export interface JpegOptions {
  /** Quality, 1 to 100. A whole number from 1 to 100; 80 unless given. */
  readonly quality?: number | null | undefined;
  /** Store the picture so that a coarse version shows while it loads. True or false; false unless given. */
  readonly progressive?: boolean | null | undefined;
  /**
   * Resolution of the colours: 4:2:0 halves it on both sides, 4:4:4 keeps it. One of 4:2:0, 4:4:4; "4:2:0"
   * unless given.
   */
  readonly chromaSubsampling?: '4:2:0' | '4:4:4' | null | undefined;
  /**
   * Make Huffman tables for this picture. Thumbnails become up to a third smaller, photos a hundredth. True or
   * false; true unless given.
   */
  readonly optimiseCoding?: boolean | null | undefined;
  /** Take longer for a smaller file, as mozjpeg does. True or false; false unless given. */
  readonly mozjpeg?: boolean | null | undefined;
}

/** Options of the PNG encoder. */
export interface PngOptions {
  /** Effort of zlib, 0 to 9. By default Noir chooses what suits the picture. A whole number from 0 to 9. */
  readonly compressionLevel?: number | null | undefined;
  /** Filter rows before compression. By default where it makes the file smaller. True or false. */
  readonly adaptiveFiltering?: boolean | null | undefined;
  /** Store the picture so that a coarse version shows while it loads. True or false; false unless given. */
  readonly progressive?: boolean | null | undefined;
  /**
   * true writes a palette, and changes colours if there are too many; false writes none. By default a palette is
   * written where no colour changes. True or false.
   */
  readonly palette?: boolean | null | undefined;
  /**
   * Most colours in the palette, 256 by default. libvips rounds up to 2, 4, 16 or 256. A whole number from 2 to
   * 256.
   */
  readonly colours?: number | null | undefined;
  /** Effort for finding a good palette, 1 to 10; 7 by default. A whole number from 1 to 10. */
  readonly effort?: number | null | undefined;
  /** Strength of the dithering, 0 to 1; 1 by default. A number from 0 to 1. */
  readonly dither?: number | null | undefined;
}

/** Options of the WEBP encoder. */
export interface WebpOptions {
  /** Quality, 1 to 100. A whole number from 1 to 100; 80 unless given. */
  readonly quality?: number | null | undefined;
  /** Quality of alpha, 0 to 100. A whole number from 0 to 100; 100 unless given. */
  readonly alphaQuality?: number | null | undefined;
  /** Keep every sample as it is. True or false; false unless given. */
  readonly lossless?: boolean | null | undefined;
  /** Change samples only a little, for a smaller lossless file. True or false; false unless given. */
  readonly nearLossless?: boolean | null | undefined;
  /** Effort for a smaller file, 0 to 6. A whole number from 0 to 6; 4 unless given. */
  readonly effort?: number | null | undefined;
}

/** Options of the AVIF encoder. */
export interface AvifOptions {
  /** Quality, 1 to 100. A whole number from 1 to 100; 50 unless given. */
  readonly quality?: number | null | undefined;
  /** Keep every sample as it is. True or false; false unless given. */
  readonly lossless?: boolean | null | undefined;
  /** Effort for a smaller file, 0 to 9. A whole number from 0 to 9; 4 unless given. */
  readonly effort?: number | null | undefined;
  /**
   * Resolution of the colours: 4:2:0 halves it on both sides, 4:4:4 keeps it. One of 4:2:0, 4:4:4; "4:4:4"
   * unless given.
   */
  readonly chromaSubsampling?: '4:2:0' | '4:4:4' | null | undefined;
}

/** Options of the GIF encoder. */
export interface GifOptions {
  /** Most colours in the palette. A whole number from 2 to 256; 256 unless given. */
  readonly colours?: number | null | undefined;
  /** Effort for finding a good palette, 1 to 10. A whole number from 1 to 10; 7 unless given. */
  readonly effort?: number | null | undefined;
  /** Strength of the dithering, 0 to 1. A number from 0 to 1; 1 unless given. */
  readonly dither?: number | null | undefined;
}

/** Options of the TIFF encoder. */
export interface TiffOptions {
  /**
   * Compression of the samples; only jpeg changes them. Floats, pictures with `sampleFormat`, and bands that are
   * no alpha are not compressed. One of none, lzw, deflate, packbits, jpeg; "lzw" unless given.
   */
  readonly compression?: 'none' | 'lzw' | 'deflate' | 'packbits' | 'jpeg' | null | undefined;
  /**
   * Sample type of the file. Numbers stay the same, but are rounded and limited to its range; alpha is scaled.
   * By default the pixel type of the picture. One of uint8, int8, uint16, int16, uint32, int32, float32,
   * float64.
   */
  readonly sampleFormat?: 'uint8' | 'int8' | 'uint16' | 'int16' | 'uint32' | 'int32' | 'float32' | 'float64' | null | undefined;
  /** Quality for jpeg, 1 to 100. A whole number from 1 to 100; 80 unless given. */
  readonly quality?: number | null | undefined;
}

/** Options of each encoder, by the name of its format. */
export interface FormatOptions {
  readonly jpeg: JpegOptions;
  readonly png: PngOptions;
  readonly webp: WebpOptions;
  readonly avif: AvifOptions;
  readonly gif: GifOptions;
  readonly tiff: TiffOptions;
}

/** Every output format as a method. */
export interface FormatMethods<Next> {
  /** Encode as JPEG (`.jpg`), which keeps u8. */
  jpeg(options?: JpegOptions | null): Next;
  /** Encode as PNG (`.png`), which keeps u8, u16. */
  png(options?: PngOptions | null): Next;
  /** Encode as WEBP (`.webp`), which keeps u8. */
  webp(options?: WebpOptions | null): Next;
  /** Encode as AVIF (`.avif`), which keeps u8. */
  avif(options?: AvifOptions | null): Next;
  /** Encode as GIF (`.gif`), which keeps u8. */
  gif(options?: GifOptions | null): Next;
  /** Encode as TIFF (`.tif`), which keeps u8, u16, f32. */
  tiff(options?: TiffOptions | null): Next;
}

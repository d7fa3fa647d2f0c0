/** Numbers of the TIFF standards by name: tags, and the values of the fields that decide how a picture is read. */

/** Tags of TIFF 6.0, unless another source is named. */
export const TAG = {
  /** Bit 0: a smaller copy of another page. Bit 2: a mask. */
  newSubfileType: 254,
  /** 2: a smaller copy of another page. */
  subfileType: 255,
  width: 256,
  height: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  stripOffsets: 273,
  orientation: 274,
  samplesPerPixel: 277,
  rowsPerStrip: 278,
  stripByteCounts: 279,
  xResolution: 282,
  yResolution: 283,
  planarConfiguration: 284,
  t4Options: 292,
  t6Options: 293,
  resolutionUnit: 296,
  predictor: 317,
  colorMap: 320,
  tileWidth: 322,
  tileLength: 323,
  tileOffsets: 324,
  tileByteCounts: 325,
  /** Adobe PageMaker 6.0 TIFF Technical Notes. */
  subDirectories: 330,
  inkSet: 332,
  numberOfInks: 334,
  extraSamples: 338,
  sampleFormat: 339,
  /** Adobe's TIFF Technical Note 2: tables that the JPEGs of a page share. */
  jpegTables: 347,
  ycbcrCoefficients: 529,
  ycbcrSubsampling: 530,
  referenceBlackWhite: 532,
  /** ICC.1:2022 annex B.3. */
  profile: 34675,
  /** DNG 1.7.1. */
  dngVersion: 50706,
} as const;

export const COMPRESSION = {
  none: 1,
  lzw: 5,
  jpeg: 7,
  deflate: 8,
  packbits: 32773,
  /** Deflate's number before the standard had one. */
  adobeDeflate: 32946,
  zstd: 50000,
} as const;

/** The fax encodings, which libvips unpacks. */
export const CCITT: readonly number[] = [2, 3, 4, 32771];

/** Names of further compressions, for error messages. */
export const COMPRESSION_NAMES: Readonly<Record<number, string>> = {
  2: 'CCITT RLE',
  3: 'CCITT Group 3',
  4: 'CCITT Group 4',
  6: 'old-style JPEG',
  7: 'JPEG',
  9: 'JBIG by T.85',
  10: 'JBIG by T.43',
  32766: 'NeXT',
  32767: 'Sony ARW',
  32769: 'packed raw',
  32770: 'Samsung SRW',
  32771: 'CCITT RLE by words',
  32809: 'ThunderScan',
  32867: 'Kodak KDC',
  32895: 'IT8 CTPAD',
  32896: 'IT8 LW',
  32897: 'IT8 MP',
  32898: 'IT8 BL',
  32908: 'Pixar Film',
  32909: 'Pixar Log',
  32947: 'Kodak DCS',
  33003: 'JPEG 2000',
  33004: 'JPEG 2000',
  33005: 'JPEG 2000',
  34661: 'JBIG',
  34676: 'SGI Log',
  34677: 'SGI Log 24',
  34712: 'JPEG 2000',
  34713: 'Nikon NEF',
  34715: 'JBIG2',
  34887: 'LERC',
  34892: 'lossy JPEG of DNG',
  34925: 'LZMA',
  34926: 'zstd of before its registration',
  34927: 'WebP of before its registration',
  34933: 'PNG',
  34934: 'JPEG XR',
  50001: 'WebP',
  50002: 'JPEG XL',
  52546: 'JPEG XL of DNG',
  65000: 'Kodak DCR',
  65535: 'Pentax PEF',
};

/** PhotometricInterpretation. */
export const PHOTOMETRIC = {
  whiteIsZero: 0,
  blackIsZero: 1,
  rgb: 2,
  palette: 3,
  /** Inks, which are CMYK unless InkSet says otherwise. */
  inks: 5,
  ycbcr: 6,
  cieLab: 8,
  /** Adobe PageMaker 6.0 TIFF Technical Notes: as CIE Lab, but with a and b counted from the middle. */
  iccLab: 9,
} as const;

/** Names of the colour models that Noir cannot read. */
export const PHOTOMETRIC_NAMES: Readonly<Record<number, string>> = {
  4: 'a transparency mask',
  10: 'ITU Lab',
  32803: 'a colour filter array',
  32844: 'SGI LogL',
  32845: 'SGI LogLuv',
  34892: 'linear raw',
  51177: 'a depth map',
  52527: 'a photometric mask',
};

/** SampleFormat (TIFF 6.0 section 19). */
export const SAMPLE_FORMAT = { unsigned: 1, signed: 2, float: 3, undefined: 4 } as const;

/** ExtraSamples (TIFF 6.0 section 18). */
export const EXTRA_SAMPLE = { unspecified: 0, associated: 1, unassociated: 2 } as const;

/** Tags of EXIF (CIPA DC-008, EXIF 2.32, section 4.6) that decide how a block is written anew. */

export const EXIF_TAG = {
  orientation: 0x0112,
  /** Offset of the directory of the photo. */
  photo: 0x8769,
  /** Offset of the directory of the position (GPS). */
  position: 0x8825,
  makerNote: 0x927c,
  pixelWidth: 0xa002,
  pixelHeight: 0xa003,
  /** Offset of the directory of interoperability. */
  interop: 0xa005,
} as const;

/**
 * Tags of the first directory that describe the photo. The others there describe how pixels are stored, or are
 * private.
 */
export const DESCRIBING: readonly number[] = [
  // Description, maker, model, horizontal and vertical resolution, its unit, software, date.
  ...[0x010e, 0x010f, 0x0110, 0x011a, 0x011b, 0x0128, 0x0131, 0x0132],
  // Artist, host computer, rating, rating in percent, copyright.
  ...[0x013b, 0x013c, 0x4746, 0x4749, 0x8298],
  // Windows' title, comment, author, keywords and subject.
  ...[0x9c9b, 0x9c9c, 0x9c9d, 0x9c9e, 0x9c9f],
];

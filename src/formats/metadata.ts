/** The blocks of metadata that files of several formats hold: profile, EXIF, XMP, IPTC. */
import { type ExifWishes, fieldsFor, NO_FIELDS, withDensity, writeExif } from './exif/write.ts';
import { hasText } from './reader.ts';
import { xmpFor } from './xmp.ts';

/** Blocks as they stand in a file, without what a format puts before them. */
export interface MetadataBlocks {
  /** An ICC profile. */
  readonly icc?: Uint8Array | undefined;
  /** EXIF, which starts with the TIFF header. */
  readonly exif?: Uint8Array | undefined;
  /** XMP, in UTF-8. */
  readonly xmp?: Uint8Array | undefined;
  /** IPTC-IIM, the captions of news photos. */
  readonly iptc?: Uint8Array | undefined;
  /** Texts of a PNG beside XMP, such as its title or what it was generated from. */
  readonly texts?: readonly PngText[] | undefined;
  /** Pixels per inch, across and down; absent where the file has none, or pixels that are not square. */
  readonly density?: number | undefined;
}

/** A chunk of text as it stands in a PNG (3rd edition, section 11.3.3). */
export interface PngText {
  readonly type: 'tEXt' | 'zTXt' | 'iTXt';
  readonly data: Uint8Array;
}

/** The samples that a profile is for, by its signature (ICC.1:2022, section 7.2.6). */
export type ProfileSpace = 'GRAY' | 'RGB ';

/** What a format can hold. */
export interface Holds {
  /** The samples for which a file of it may have a profile. */
  readonly profiles: readonly ProfileSpace[];
  readonly exif: boolean;
  readonly xmp: boolean;
  readonly iptc: boolean;
  /** Whether it has the texts of PNG. */
  readonly texts: boolean;
  /** Whether it has a place for the density beside EXIF. */
  readonly density: boolean;
}

/** What a format without metadata holds. */
export const HOLDS_NOTHING: Holds = {
  profiles: [],
  exif: false,
  xmp: false,
  iptc: false,
  texts: false,
  density: false,
};

/** Bytes of a profile at most. A JPEG has 255 segments for it, with less than 64 KiB each. */
const LONGEST_PROFILE = 16_000_000;

/**
 * The samples that a profile is for. Undefined for others than gray and RGB, for bytes that are no profile, and for a profile that
 * is too long.
 */
export function profileSpace(icc: Uint8Array): ProfileSpace | undefined {
  if (!hasText(icc, 36, 'acsp') || icc.length > LONGEST_PROFILE) return undefined;
  return (['GRAY', 'RGB '] as const).find((space) => hasText(icc, 16, space));
}

/**
 * The blocks of a photo for a picture that was made of it: EXIF and XMP say that it is upright, and EXIF the extent that it
 * has now. EXIF has the density as well, if a format has no other place for it. Undefined when nothing is left.
 */
export function blocksFor(
  { exif, xmp, ...others }: MetadataBlocks,
  wishes: ExifWishes,
  holds: Pick<Holds, 'density'>,
): MetadataBlocks | undefined {
  const { density } = others;
  const found = exif && fieldsFor(exif, wishes);
  const isAdded = density !== undefined && (found !== undefined || !holds.density);
  const fields = isAdded ? withDensity(found ?? NO_FIELDS, density) : found;
  const blocks = { ...others, exif: fields && writeExif(fields), xmp: xmp && xmpFor(xmp) };
  return Object.values(blocks).some((block) => block !== undefined) ? blocks : undefined;
}

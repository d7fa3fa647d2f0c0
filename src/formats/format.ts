/** The contract of a file format: how to recognise a file, how to read its header, and the options for writing. */
import type * as z from 'zod';
import type { Extent } from '../core/image.ts';
import type { Limits } from '../core/limits.ts';
import type { Channels, PixelType } from '../core/pixel.ts';
import type { Work } from '../core/turns.ts';
import type { Facts } from './facts.ts';
import type { Profile } from './icc/icc.ts';
import type { Reading } from './input.ts';
import type { Holds, MetadataBlocks } from './metadata.ts';

/** A format that Noir reads and writes. */
export type FormatName = 'jpeg' | 'png' | 'webp' | 'avif' | 'gif' | 'tiff';

/** A part of a picture, in pixels from its upper left corner. */
export interface Crop extends Extent {
  readonly left: number;
  readonly top: number;
}

/**
 * The frames of an animation, or the pages of a document: two or more, of one shape unless they are `apart`. An animation
 * of one frame is listed when its still picture is another one.
 */
export interface Frames {
  /**
   * For pages, the header that lists them describes the page that is read. For an animation it describes the still
   * picture.
   */
  readonly kind: 'animation' | 'pages';
  readonly count: number;
  /** Milliseconds for which each frame is shown. Absent for pages, which have no time. */
  readonly delays?: readonly number[];
  /** How many times the frames are played; 0 for ever. Absent for pages. */
  readonly loop?: number;
  /** Channels of the frames, where the picture that is shown without animation has others. */
  readonly channels?: Channels;
  /** Why they cannot be worked together; the first one can be had. */
  readonly apart?: {
    readonly reason: string;
    /** Whether the others can be had, one by one. */
    readonly each: boolean;
  };
}

/** The facts that a file gives before decoding. The extent is as stored, before orientation. */
export interface Header extends Extent {
  readonly format: FormatName;
  /** Channels and pixel type that the decoder will give. */
  readonly channels: Channels;
  readonly type: PixelType;
  /** EXIF orientation, 1 to 8; 5 to 8 swap width and height. */
  readonly orientation: number;
  /**
   * The part of the stored pixels that is the picture. Set only when the decoder's library must be told; else all of
   * it is.
   */
  readonly crop?: Crop | undefined;
  /** Whether colours are stored multiplied by their alpha, and the decoder's library leaves them so. */
  readonly premultiplied?: boolean;
  /** Set where gray goes from 16 to 235 (of 8 bits) in place of 0 to 255, and the decoder's library leaves it so. */
  readonly narrow?: boolean;
  /** Set when the file stores at most 256 colours: a palette, or gray of few bits. */
  readonly fewColors?: true;
  /** Meaning of the ICC profile for samples in gray or RGB. `none` when there is no known profile, and for inks. */
  readonly profile: Profile;
  /**
   * Expected detail of a JPEG's pixels: bytes of entropy-coded data per pixel, times the square root of the mean
   * quantisation step. The product hardly depends on the quality. Photos have 0.2 to 1.4.
   */
  readonly detail?: number;
  /** Place of the page to read among all directories of a file with several pages. Absent for the first page. */
  readonly page?: number;
  /** Set where libvips does not read the file, or not right, and Noir's own decoder does. */
  readonly byNoir?: true;
  /** Set where libvips tells of damage by errors, so that its warnings are of fields that decide nothing. */
  readonly errorsTell?: true;
  /** Set on a page of a TIFF that libvips reads with a directory that Noir writes (`formats/tiff/plain.ts`). */
  readonly plain?: true;
  /** Set when the picture has an extra band that is no alpha: `Image.extra`. */
  readonly extra?: true;
  /** Sentences for people about conversions that made the samples fit. */
  readonly notes?: readonly string[];
  /** Offsets in a JPEG: the start of its first scan's data, and its end marker, if it has one. */
  readonly data?: {
    readonly from: number;
    readonly end: number | undefined;
    /** Scans of whole coefficients in Huffman codes; 0 for a picture of another kind. */
    readonly sequential: number;
  };
  /** Absent for a file of one picture. */
  readonly frames?: Frames;
}

/** One file format: how to recognise it, how to read its header, and the properties that it can store. */
export interface Format {
  readonly name: FormatName;
  readonly mime: string;
  /** File name extensions without the dot; the first is used for names that Noir makes. */
  readonly extensions: readonly [string, ...string[]];
  /** Pixel types that the encoder keeps; others are cast to the last of these. */
  readonly types: readonly [PixelType, ...PixelType[]];
  /** Whether a file of it can hold several frames. */
  readonly animated: boolean;
  /** Pixels that a side of a picture may have at most, if the format or its encoder sets a limit. */
  readonly maxSide?: number;
  /** The transparency that it stores: none, a mask of visible pixels, or full alpha. */
  readonly alpha: 'none' | 'mask' | 'full';
  /** Options of the encoder: a strict object schema with defaults. */
  readonly options: z.ZodType;
  /** Options whose time is measured; `{}` stands for the defaults. Others that take longer are in `coders/features.ts`. */
  readonly measured: readonly Readonly<Record<string, unknown>>[];
  /** Whether the first bytes are this format's. Never throws, on any input. */
  sniff(bytes: Uint8Array): boolean;
  /**
   * Reads the header, in time linear in the bytes, and without allocating for claims of the file. `reading` selects
   * the bands, alpha and pages that the decoder returns. Throws `corrupt-image`, `truncated-image`,
   * `unsupported-depth`, or the error of the limit that the file exceeds.
   */
  readHeader(bytes: Uint8Array, limits: Limits, reading: Reading): Header;
  /**
   * As `readHeader`, but only as far as the first bytes of the file tell, for an estimate. Absent where that would save
   * nothing.
   */
  peekHeader?(bytes: Uint8Array, limits: Limits, reading: Reading): Header;
  /** Reads the metadata of a file. Absent for a format without metadata. Throws as `readHeader`. */
  facts?(bytes: Uint8Array, limits: Limits, reading: Reading): Facts;
  /**
   * The file without its metadata, with every pixel and profile as it is. Undefined for a file of which that cannot
   * be had. Absent for a format that browsers do not show. Throws as `readHeader`.
   */
  strip?(bytes: Uint8Array, limits: Limits): Uint8Array | undefined;
  /** The blocks of metadata that a file of it can hold. */
  readonly holds: Holds;
  /** Reads the blocks of metadata of a file. Absent for a format without any. Throws as `readHeader`. */
  readBlocks?(bytes: Uint8Array, limits: Limits, reading: Reading): MetadataBlocks;
  /** A file that Noir's coders wrote, with blocks that the format `holds`. Every page of it gets the profile. */
  withBlocks?(bytes: Uint8Array, blocks: MetadataBlocks, limits: Limits): Uint8Array;
  /**
   * Looks closer at a file with something odd about it. Gives the file as every decoder takes it, and throws
   * `corrupt-image` or `truncated-image` where something is wrong with it. Undefined when nothing is odd.
   */
  mend?(bytes: Uint8Array, header: Header, limits: Limits, reading: Reading): Work<Uint8Array> | undefined;
}

/** The format and options to encode with. The format's schema has checked the options. */
export interface Output {
  readonly format: FormatName;
  readonly options: Readonly<Record<string, unknown>>;
  /** Bytes over which the encoder may round colours to a palette, where nobody sees the difference; never when absent. */
  readonly roundsAbove?: number;
  /** Set by `auto` when it took another format than the best one. */
  readonly heldBack?: HeldBack;
}

/** The best format for a picture, which takes too long to encode while somebody waits. */
export interface HeldBack {
  readonly format: FormatName;
  /** Expected milliseconds of encoding. */
  readonly time: number;
}

/** Divisors of a JPEG's sides that its decoder offers. */
export type Shrink = 1 | 2 | 4 | 8;

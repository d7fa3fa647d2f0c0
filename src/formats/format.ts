/** The contract of a format: how files are recognised, what their headers say, and the options for writing them. */
import type { z } from 'zod';
import type { Extent } from '../core/image.ts';
import type { Limits } from '../core/limits.ts';
import type { Channels, PixelType } from '../core/pixel.ts';
import type { Work } from '../core/turns.ts';
import type { Profile } from './icc/icc.ts';
import type { Reading } from './input.ts';

export type FormatName = 'jpeg' | 'png' | 'webp' | 'avif' | 'gif' | 'tiff';

/** A part of a picture, in pixels from its upper left corner. */
export interface Crop extends Extent {
  readonly left: number;
  readonly top: number;
}

/** The frames of an animation, or the pages of a document: two or more, of one shape unless they are `apart`. */
export interface Frames {
  /** Of a page, the header that names these is its own. That of an animation is the still picture's. */
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

/** What a file says of itself before a pixel is decoded. The extent is as stored, before orientation. */
export interface Header extends Extent {
  readonly format: FormatName;
  /** Channels and pixel type that the decoder will give. */
  readonly channels: Channels;
  readonly type: PixelType;
  /** EXIF orientation, 1 to 8; 5 to 8 swap width and height. */
  readonly orientation: number;
  /** The part of what the file stores that is the picture, where a decoder's library has to be told; else all of it. */
  readonly crop?: Crop | undefined;
  /** Whether colours are stored multiplied by their alpha, and the decoder's library leaves them so. */
  readonly premultiplied?: boolean;
  /** What an ICC profile says of samples in gray or RGB; `none` where nothing is known of one, and for inks. */
  readonly profile: Profile;
  /**
   * Of a JPEG, how much detail its pixels are expected to have: bytes of entropy-coded data for each pixel, times the
   * square root of the mean quantisation step. The product hardly depends on the quality: photos have 0.2 to 1.4.
   */
  readonly detail?: number;
  /** Of a file of several pages, the place of the one that is read among all directories; absent for the first. */
  readonly page?: number;
  /** Set where libvips does not read the file, or not right, and Noir's own decoder does. */
  readonly byNoir?: true;
  /** Set where libvips tells of damage by errors, so that its warnings are of fields that decide nothing. */
  readonly errorsTell?: true;
  /** Set where a band comes with the picture that is no alpha: `Image.extra`. */
  readonly extra?: true;
  /** What had to be done so that the samples fit, in sentences for people. */
  readonly notes?: readonly string[];
  /** Of a JPEG, where the data of its first scan begin, and where its end marker stands, if it has one. */
  readonly data?: {
    readonly from: number;
    readonly end: number | undefined;
    /** Scans of whole coefficients in Huffman codes; 0 for a picture of another kind. */
    readonly sequential: number;
  };
  /** Absent for a file of one picture. */
  readonly frames?: Frames;
}

/** One file format: how it is recognised, what its header says, and what it can store. */
export interface Format {
  readonly name: FormatName;
  readonly mime: string;
  /** File name extensions without the dot; the first is used for names that Noir makes. */
  readonly extensions: readonly [string, ...string[]];
  /** Pixel types that the encoder keeps; others are cast to the last of these. */
  readonly types: readonly [PixelType, ...PixelType[]];
  /** Whether a file of it can hold several frames. */
  readonly animated: boolean;
  /** What it keeps of transparency: nothing, whether a pixel is seen at all, or all of it. */
  readonly alpha: 'none' | 'mask' | 'full';
  /** Options of the encoder: a strict object schema with defaults. */
  readonly options: z.ZodType;
  /** Whether the first bytes are this format's. Never throws, on any input. */
  sniff(bytes: Uint8Array): boolean;
  /**
   * Reads the header, in time linear in the bytes and without allocating for what it claims.
   * `reading` decides what a decoder gives of it: bands, alpha, pages.
   * Throws `corrupt-image`, `truncated-image`, `unsupported-depth`, or the limit that the file passes.
   */
  readHeader(bytes: Uint8Array, limits: Limits, reading: Reading): Header;
  /**
   * Looks closer at a file with something odd about it. Gives the file as every decoder takes it, and throws
   * `corrupt-image` or `truncated-image` where something is wrong with it. Undefined when nothing is odd.
   */
  mend?(bytes: Uint8Array, header: Header, limits: Limits, reading: Reading): Work<Uint8Array> | undefined;
}

/** What to encode to. `options` has been through the format's schema. */
export interface Output {
  readonly format: FormatName;
  readonly options: Readonly<Record<string, unknown>>;
}

/** What a JPEG's sides may be divided by while it is decoded. */
export type Shrink = 1 | 2 | 4 | 8;

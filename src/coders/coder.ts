/** The contract of a coder, which decodes and encodes formats. */
import type { FrameRange, Image, Picture, Shape } from '../core/image.ts';
import type { Limits } from '../core/limits.ts';
import type { Run } from '../core/run.ts';
import type { FormatName, Header, Output } from '../formats/format.ts';
import type { ColorTable } from '../formats/icc/color-table.ts';
import type { Reading } from '../formats/input.ts';

/**
 * Decodes files, encodes pictures, or both, with one library or with Noir's own code. Coders are peers: Noir tries
 * them in the order of the registry.
 */
export interface Coder {
  /** The library, or the format for Noir's own code: `sharp`, `jpeg-js`, `pngjs`, `gif`, `png`, `tiff`. */
  readonly name: string;
  /** The formats that it decodes. */
  readonly reads: readonly FormatName[];
  /** The formats that it encodes. `encodes` may exclude some outputs. */
  readonly writes: readonly FormatName[];
  /** Whether it decodes these frames of a file whose format is one of `reads`. Absent when it decodes all files. */
  decodes?(header: Pick<Header, 'format' | 'byNoir'>, range: FrameRange | undefined): boolean;
  /**
   * Whether it writes this number of frames of this shape with these options, for a format in `writes` that holds the
   * pixel type. Absent when it writes them all.
   */
  encodes?(output: Output, shape: EncodedShape, frames: number): boolean;
  /**
   * Decodes frames of a file to upright pictures in sRGB. Throws `corrupt-image` or `truncated-image` when the
   * library reports a fault of the file. Every other error is the coder's own fault and is thrown unchanged.
   */
  decode?(bytes: Uint8Array, header: Header, context: DecodeContext): Promise<Picture>;
  /**
   * Encodes all frames, or the first one if the format holds only one, without metadata. Throws `cannot-encode` when
   * the library refuses the picture. `note` gets a sentence for people about what was changed to suit the output.
   */
  encode?(picture: Picture, output: Output, run?: Run, note?: Note): Promise<Uint8Array>;
  /**
   * The picture, of 3 or 4 channels of bytes, with as many colours at most, without dithering. Only coders that reduce
   * colours well have it.
   */
  reduceColors?(image: Image, colors: number, run?: Run): Promise<Image>;
  /**
   * The table that converts the samples of a JPEG of three or four components to those of `decode`, within one level.
   * Undefined when there is no such table.
   */
  colors?(bytes: Uint8Array, components: 3 | 4, run?: Run): Promise<ColorTable | undefined>;
}

/** Receives a sentence for people. */
type Note = (sentence: string) => void;

/** The shape of a picture to encode. `extra` is set when the picture has a band beside its colours. */
export interface EncodedShape extends Shape {
  readonly extra?: Image | boolean | undefined;
}

export interface DecodeContext {
  /** How the file is read; by the defaults when absent. */
  readonly reading?: Reading;
  readonly limits: Limits;
  readonly run?: Run | undefined;
  /** The frames that are wanted; absent for the picture that is shown without animation. */
  readonly range?: FrameRange | undefined;
  /** Lends memory of so many bytes or more for the samples. Decoders need not use it. */
  allocate?(bytes: number): Uint8Array;
}

/** Decodes files that serve as further pictures only. */
export interface FurtherCoder {
  readonly name: string;
  /** Whether the file is of this kind. Never throws, on any input. */
  sniff(bytes: Uint8Array): boolean;
  /** The shape of the picture that `decode` returns. Throws `corrupt-image`. */
  readShape(bytes: Uint8Array): Shape;
  /** Throws `corrupt-image`. */
  decode(bytes: Uint8Array, context: DecodeContext): Promise<Picture>;
}

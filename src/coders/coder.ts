import type { Picture, Shape } from '../core/image.ts';
import type { Limits } from '../core/limits.ts';
import type { Run } from '../core/run.ts';
import type { Header, Output } from '../formats/format.ts';

/**
 * Decodes files, encodes pictures, or both, with one library or with Noir's own code. Coders are peers: the registry
 * lists them in the order in which they are asked.
 */
export interface Coder {
  /** The library, or the format for Noir's own code: `sharp`, `jpeg-js`, `pngjs`, `png`, `tiff`. */
  readonly name: string;
  /** Whether it decodes a file with this header. */
  decodes(header: Header): boolean;
  /** Whether it writes a picture of this shape with these options. */
  encodes(output: Output, shape: Shape): boolean;
  /**
   * Decodes a file to pictures that stand upright, in sRGB. Throws `corrupt-image` or `truncated-image` for what the
   * library says of the file; every other error is the coder's own fault and is thrown as it is.
   */
  decode?(bytes: Uint8Array, header: Header, context: DecodeContext): Promise<Picture>;
  /** Encodes without metadata. Throws `cannot-encode` for what the library says of the picture. */
  encode?(picture: Picture, output: Output, run?: Run): Promise<Uint8Array>;
}

export interface DecodeContext {
  readonly limits: Limits;
  readonly run?: Run | undefined;
}

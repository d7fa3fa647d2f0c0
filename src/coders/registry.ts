/** The list of coders, in order of rank, and the choice among them. */
import { NoirError } from '../core/errors.ts';
import type { FrameRange, Image, Picture } from '../core/image.ts';
import type { Limits } from '../core/limits.ts';
import type { Run } from '../core/run.ts';
import type { ThreadUse } from '../core/turns.ts';
import type { FormatName, Header, Output } from '../formats/format.ts';
import type { ColorTable } from '../formats/icc/color-table.ts';
import { FORMATS } from '../formats/registry.ts';
import type { Coder, DecodeContext, EncodedShape } from './coder.ts';
import { gifCoder } from './gif/coder.ts';
import { jpegJsCoder } from './jpeg-js/coder.ts';
import { pngCoder } from './png/coder.ts';
import { pngjsCoder } from './pngjs/coder.ts';
import { openSharpCoder } from './sharp/coder.ts';
import { type DrawnText, drawText } from './sharp/text.ts';
import { tiffCoder } from './tiff/coder.ts';

/** Which libraries may decode and encode: both kinds, sharp alone, or plain JavaScript alone. */
export type CoderMode = 'auto' | 'sharp' | 'js';

/** All coders of this process, ranked. */
export interface Coders {
  /** Coders in the order in which Noir tries them. */
  readonly list: readonly Coder[];
  /** The coders that decode these frames of a file with this header, best first; without a range, its still picture. */
  decoders(header: Pick<Header, 'format' | 'byNoir'>, range?: FrameRange): Coder[];
  /** The coders that write so many frames of this shape with these options, best first. */
  encoders(output: Output, shape: EncodedShape, frames?: number): Coder[];
  /** Whether the format can be written, at each of its pixel types. */
  encodes(format: FormatName): boolean;
  /** Decodes with the best coder. Throws `unsupported-format` without one, and as `Coder.decode`. */
  decode(bytes: Uint8Array, header: Header, context: DecodeContext): Promise<Picture>;
  /**
   * Encodes with the best coder. Throws `cannot-encode` without one and for a pixel type that the format does not
   * hold, and as `Coder.encode`.
   */
  encode(picture: Picture, output: Output, run?: Run): Promise<Uint8Array>;
  /** `Coder.colors` of the coder that decodes JPEGs. Undefined when it has no table. */
  colors(bytes: Uint8Array, components: 3 | 4, run?: Run): Promise<ColorTable | undefined>;
  /** Draws text as a picture. Throws `cannot-process` when no coder draws text, and for text with nothing visible. */
  draw(text: DrawnText, limits: Limits, run?: Run): Promise<Image>;
}

/**
 * Loads the coders. Noir's own are always there. `ownThread` as in `ProcessOptions`. Throws `internal-error` when sharp is
 * demanded and cannot be loaded.
 */
export async function openCoders(mode: CoderMode, ownThread: ThreadUse = false): Promise<Coders> {
  const sharp = mode === 'js' ? undefined : await openSharpCoder(ownThread);
  if (mode === 'sharp' && !sharp) throw new NoirError('internal-error', 'sharp cannot be loaded here');
  const inJavaScript = mode === 'sharp' ? [] : [pngjsCoder, jpegJsCoder];
  return rankCoders([
    tiffCoder(sharp),
    pngCoder({ interlace: sharp !== undefined, still: sharp ?? pngjsCoder, reducer: sharp }),
    gifCoder,
    ...(sharp ? [sharp] : []),
    ...inJavaScript,
  ]);
}

/** The registry of these coders, best first. */
export function rankCoders(list: readonly Coder[]): Coders {
  const decoders = (header: Pick<Header, 'format' | 'byNoir'>, range?: FrameRange) =>
    list.filter(
      (coder) =>
        coder.decode && coder.reads.includes(header.format) && (coder.decodes?.(header, range) ?? true),
    );
  const encoders = (output: Output, shape: EncodedShape, frames = 1) => {
    const holds = FORMATS[output.format].types.includes(shape.type);
    const writes = (coder: Coder) =>
      coder.encode &&
      coder.writes.includes(output.format) &&
      (coder.encodes?.(output, shape, frames) ?? true);
    return holds ? list.filter(writes) : [];
  };
  return {
    list,
    decoders,
    encoders,
    encodes: (format) =>
      FORMATS[format].types.every((type) => {
        const pixel = { width: 1, height: 1, channels: 3, type } as const;
        return encoders({ format, options: {} }, pixel).length > 0;
      }),
    async decode(bytes, header, context) {
      const [coder] = decoders(header, context.range);
      if (coder?.decode) return coder.decode(bytes, header, context);
      throw new NoirError('unsupported-format', `${header.format} can't be decoded without sharp`);
    },
    async encode(picture, output, run) {
      const [{ type }] = picture.frames;
      const { format } = output;
      if (!FORMATS[format].types.includes(type)) {
        throw new NoirError('cannot-encode', `${format} cannot hold ${type} samples`);
      }
      const [coder] = encoders(output, picture.frames[0], picture.frames.length);
      if (coder?.encode) return coder.encode(picture, output, run);
      throw new NoirError('cannot-encode', `${format} can't be encoded without sharp`);
    },
    async colors(...file) {
      return decoders({ format: 'jpeg' })[0]?.colors?.(...file);
    },
    draw: drawText,
  };
}

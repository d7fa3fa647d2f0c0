import { NoirError } from '../core/errors.ts';
import type { Image } from '../core/image.ts';
import type { Codec, FormatName, Output } from '../formats/format.ts';
import { FORMATS } from '../formats/registry.ts';
import { jsCodec } from './js/coder.ts';
import { loadSharpCodec } from './sharp/coder.ts';

/** Which libraries may decode and encode; `auto` is sharp where it can be loaded, then js. */
export type CodecMode = 'auto' | 'sharp' | 'js';

export interface Codecs {
  /** In the order in which they are asked. */
  readonly codecs: readonly Codec[];
  /** Whether some codec writes the format. */
  encodes(format: FormatName): boolean;
  /** Decodes with the first codec that knows the format. Throws `unsupported-format` for none. */
  decode: Codec['decode'];
  /**
   * Encodes with the first codec that knows the format. Throws `cannot-encode` for none, and for a
   * pixel type that the format does not keep.
   */
  encode(image: Image, output: Output): Promise<Uint8Array>;
  /** Both at once, where the first codec for both formats can. Undefined where not. */
  transcode: Required<Codec>['transcode'];
  /** Of the codec that decodes JPEGs. Undefined where it has no table. */
  colors: Required<Codec>['colors'];
}

/** Loads codecs. Throws `internal-error` when sharp is demanded and cannot be loaded. */
export async function openCodecs(mode: CodecMode): Promise<Codecs> {
  const sharp = mode === 'js' ? undefined : await loadSharpCodec();
  if (mode === 'sharp' && !sharp) throw new NoirError('internal-error', 'sharp cannot be loaded here');
  const codecs = [...(sharp ? [sharp] : []), ...(mode === 'sharp' ? [] : [jsCodec])];
  return {
    codecs,
    encodes: (format) => codecs.some((codec) => codec.encodes(format)),
    async decode(bytes, header, limits, shrink) {
      const codec = codecs.find((candidate) => candidate.decodes(header.format));
      if (codec) return codec.decode(bytes, header, limits, shrink);
      throw new NoirError('unsupported-format', `${header.format} can't be decoded without sharp`);
    },
    async transcode(bytes, header, output, limits) {
      const decoder = codecs.find((candidate) => candidate.decodes(header.format));
      const encoder = codecs.find((candidate) => candidate.encodes(output.format));
      return decoder === encoder ? decoder?.transcode?.(bytes, header, output, limits) : undefined;
    },
    async colors(...file) {
      return codecs.find((candidate) => candidate.decodes('jpeg'))?.colors?.(...file);
    },
    async encode(image, output) {
      const { format } = output;
      if (!FORMATS[format].types.includes(image.type)) {
        throw new NoirError('cannot-encode', `${format} cannot hold ${image.type} samples`);
      }
      const codec = codecs.find((candidate) => candidate.encodes(format));
      if (codec) return codec.encode(image, output);
      throw new NoirError('cannot-encode', `${format} can't be encoded without sharp`);
    },
  };
}

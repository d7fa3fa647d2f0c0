import { NoirError } from '../../core/errors.ts';
import type { Codec, FormatName } from '../../formats/format.ts';
import { turnUpright } from '../../formats/orientation.ts';
import { checkDecoded, decodeError, encodeError } from '../decoded.ts';
import { encodePng } from '../png/encoder.ts';
import { decodeJpeg, encodeJpeg } from './jpeg.ts';
import { decodePng } from './png.ts';

const knows = (format: FormatName) => format === 'jpeg' || format === 'png';

/**
 * The codec of last resort, in plain JavaScript over jpeg-js and pngjs: JPEG and PNG only, several
 * times slower than sharp, and without colour profiles; PNG is written by Noir's own encoder. Of the options
 * it heeds JPEG's `quality` and PNG's `compressionLevel` and `adaptiveFiltering`. Blocks the thread while it
 * works, except on PNGs that it writes.
 */
export const jsCodec: Codec = {
  name: 'js',
  decodes: knows,
  encodes: knows,
  async decode(bytes, header, limits) {
    if (!knows(header.format)) {
      throw new NoirError('unsupported-format', `${header.format} can't be decoded without sharp`);
    }
    try {
      const read = header.format === 'png' ? decodePng : decodeJpeg;
      return checkDecoded(turnUpright(read(bytes, header, limits), header.orientation), header, limits);
    } catch (error) {
      throw decodeError(error);
    }
  },
  async encode(image, output) {
    if (!knows(output.format)) {
      throw new NoirError('cannot-encode', `${output.format} can't be encoded without sharp`);
    }
    try {
      return output.format === 'png' ? await encodePng(image, output.options) : encodeJpeg(image, output);
    } catch (error) {
      throw encodeError(output.format, error);
    }
  },
};

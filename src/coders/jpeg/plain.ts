/** Which outputs Noir's own JPEG encoder writes: pictures of gray or RGB bytes in one scan. */
import { type Shape, sampleCount } from '../../core/image.ts';
import type { Output } from '../../formats/format.ts';
import type { PlainOptions } from './encoder.ts';

/** Samples of a picture at most. The encoder keeps up to 4 bytes for each of them, and then two more. */
const MOST_SAMPLES = 2 ** 25;

/** What the encoder is told for an output; undefined for one that it does not write. */
export function plainJpegOptions({ format, options }: Output, shape: Shape): PlainOptions | undefined {
  if (format !== 'jpeg' || shape.type !== 'u8' || (shape.channels !== 1 && shape.channels !== 3))
    return undefined;
  if (options.progressive === true || options.mozjpeg === true) return undefined;
  if (sampleCount(shape) > MOST_SAMPLES) return undefined;
  const { quality, chromaSubsampling, optimiseCoding } = options as unknown as PlainOptions;
  return { quality, chromaSubsampling, optimiseCoding };
}

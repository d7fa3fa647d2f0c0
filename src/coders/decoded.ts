import { isNoirError, NoirError } from '../core/errors.ts';
import type { Image } from '../core/image.ts';
import { checkShape, type Limits } from '../core/limits.ts';
import { corrupt, truncated } from '../formats/checks.ts';
import type { Header } from '../formats/format.ts';
import { uprightExtent } from '../formats/orientation.ts';

/** Words by which libvips, its loaders, pngjs and jpeg-js say that the data ended early. */
const ENDED_EARLY = /premature|truncat|unexpected end|ran out of data|end of file|not enough|insufficient/i;

/** Noir's error for what a decoder threw; its own words go into `cause` only. */
export function decodeError(cause: unknown): NoirError {
  if (isNoirError(cause)) return cause;
  const message = cause instanceof Error ? cause.message : '';
  if (ENDED_EARLY.test(message)) return truncated('The pixel data of the picture ends early', cause);
  return corrupt('The pixel data of the picture is damaged', cause);
}

/**
 * The decoded picture itself. Throws `corrupt-image` unless it has the extent that its header promised,
 * and `memory-limit` where channels or depth turn out larger than promised, and too large.
 */
export function checkDecoded(image: Image, header: Header, limits: Limits): Image {
  const { width, height } = uprightExtent(header, header.orientation);
  if (image.width !== width || image.height !== height) {
    throw corrupt(`The picture says it is ${width}x${height} but is ${image.width}x${image.height} pixels`);
  }
  checkShape(image, limits);
  return image;
}

/** Noir's error for what an encoder threw. */
export function encodeError(format: string, cause: unknown): NoirError {
  if (isNoirError(cause)) return cause;
  return new NoirError('cannot-encode', `The result could not be written as ${format}`, { cause });
}

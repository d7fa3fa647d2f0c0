/** Keeps servers from asking themselves over and over (RFC 8586): an address may name the server that answers it, many times. */
import { NoirError } from '../../core/errors.ts';

/** Noir's name in `CDN-Loop`. */
const NAME = 'noir-image';

/** Servers that may ask each other for one picture. Two or three in a row are of use, such as one beside the files. */
const MOST = 4;

/**
 * The header for a source, made of that of the client's request. Throws `source-forbidden` when the request came through Noir
 * too often.
 */
export function loopHeader(headers: Headers | undefined): Record<string, string> {
  const before = headers?.get('CDN-Loop') ?? '';
  const names = before.split(',').map((each) => each.split(';', 1)[0]?.trim());
  if (names.filter((name) => name === NAME).length < MOST) {
    return { 'CDN-Loop': before === '' ? NAME : `${before}, ${NAME}` };
  }
  throw new NoirError('source-forbidden', 'The address leads through Noir again and again');
}

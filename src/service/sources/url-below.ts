/** The URL of a file below another URL. */
import { NoirError } from '../../core/errors.ts';

/** The URL of a key, whose segments are encoded as they are. Throws `source-forbidden` for a key that leads out. */
export function urlBelow(base: string, key: string): string {
  const segments = key.split('/');
  if (key.includes('\0') || segments.some((segment) => segment === '..' || segment === '.')) {
    throw new NoirError('source-forbidden', 'The address leads out of its source');
  }
  const folder = base.endsWith('/') ? base : `${base}/`;
  return folder + segments.map(encodeSegment).join('/');
}

/** Also encodes what `encodeURIComponent` leaves alone, as the signatures of S3 ask for (RFC 3986, section 2.3). */
function encodeSegment(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  });
}

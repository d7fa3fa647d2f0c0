/** Takes an address of imgproxy apart: signature, options, and the picture with the ending of its format. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { NoirError } from '../../core/errors.ts';
import { repairScheme } from '../address-text.ts';

/** One option with its arguments, as they were sent. */
export interface ImgproxyOption {
  readonly name: string;
  readonly args: readonly string[];
}

export interface ImgproxyAddress {
  readonly options: readonly ImgproxyOption[];
  readonly address: string;
  /** The format's ending behind the address, if there is one. */
  readonly ending: string | undefined;
}

/** Key and salt of signatures. */
export interface ImgproxyKey {
  /** Hexadecimal, as in `IMGPROXY_KEY` and `IMGPROXY_SALT`. */
  readonly key: string;
  /** Hexadecimal, like the key. */
  readonly salt: string;
  /** Bytes of the signature that count, as `IMGPROXY_SIGNATURE_SIZE`; 32 unless given. */
  readonly signatureSize?: number;
}

/** imgproxy answers 404 to an address that it does not understand. */
export function unknown(reason: string): NoirError {
  return new NoirError('not-found', reason);
}

/** Percent-decodes once. Throws `not-found` for bytes that are no UTF-8. */
export function decodeText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw unknown('The address has percent signs that encode no UTF-8');
  }
}

/** Throws `bad-signature` with keys, and `not-found` for an address that is none of imgproxy's. */
export function splitAddress(path: string, keys: readonly ImgproxyKey[]): ImgproxyAddress {
  const slash = path.indexOf('/');
  if (slash < 1) throw unknown('Pictures are at /{signature}/{options}/plain/{address}');
  const signed = restoreSlashes(path.slice(slash));
  if (keys.length > 0) verify(path.slice(0, slash), signed, keys);
  const segments = signed.slice(1).split('/');
  const first = segments.findIndex((segment) => !segment.includes(':'));
  const end = first < 0 ? segments.length : first;
  const options = segments.slice(0, end).map((segment) => {
    const [name = '', ...args] = segment.split(':');
    return { name, args };
  });
  const rest = segments.slice(end);
  return { options, ...(rest[0] === 'plain' ? readPlain(rest.slice(1)) : readBase64(rest)) };
}

/**
 * Proxies merge the slashes of `plain/https://` and `plain/local:///`. Signatures are of the address as it was, so imgproxy
 * puts them back, too.
 */
function restoreSlashes(path: string): string {
  return path.replace(/(\/plain\/[a-z][a-z0-9+.-]*):\/(?=[^/])/i, (_, scheme: string) => {
    return `${scheme}:/${/\/local$/i.test(scheme) ? '//' : '/'}`;
  });
}

/** Takes the same time for every wrong signature of a length. */
function verify(given: string, signed: string, keys: readonly ImgproxyKey[]): void {
  const received = Buffer.from(given, 'base64url');
  const matches = keys.map(({ key, salt, signatureSize = 32 }) => {
    const hmac = createHmac('sha256', Buffer.from(key, 'hex'))
      .update(Buffer.from(salt, 'hex'))
      .update(signed);
    const expected = hmac.digest().subarray(0, signatureSize);
    return received.length === expected.length && timingSafeEqual(received, expected);
  });
  if (!matches.includes(true))
    throw new NoirError('bad-signature', 'The signature is not that of this address');
}

/** `plain/https://example.com/a%20b.jpg@webp`. */
function readPlain(segments: readonly string[]) {
  const [address = '', ending, ...more] = segments.join('/').split('@');
  if (more.length > 0) throw unknown('The address has several formats; @ in it is written %40');
  return addressOf(decodeText(address), ending);
}

/** `aHR0cHM6Ly9leGFtcGxl/LmNvbS9hLmpwZw.webp`: in pieces of any length, of either alphabet. */
function readBase64(segments: readonly string[]) {
  const [text = '', ending, ...more] = segments.join('').split('.');
  if (more.length > 0) throw unknown('The address has several formats');
  if (!/^[\w+-]+=*$/.test(text)) throw unknown('The address is neither plain nor Base64');
  return addressOf(Buffer.from(text, 'base64').toString('utf8'), ending);
}

function addressOf(address: string, ending: string | undefined) {
  if (address === '') throw unknown('The address of the picture is missing');
  // `local:///` are the files of imgproxy's own folder, and `s3://` those of a bucket, which has the name of its source here. A
  // path alone is one below its base URL.
  return {
    address: repairScheme(address).replace(/^(local:\/\/\/+|s3:\/\/|\/+)/, ''),
    ending: ending || undefined,
  };
}

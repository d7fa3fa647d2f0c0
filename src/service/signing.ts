/** Signatures of addresses: HMAC-SHA256 (RFC 2104), with keys that can be replaced and times at which they end. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { NoirError } from '../core/errors.ts';
import { checkKeys } from './keys.ts';

/** What a signature holds. */
export interface Signed {
  /** The route: `image`, `info`, or `srcset` with its widths. */
  readonly route: string;
  /** The recipe as it is parsed: decoded, with commas between its parts. Empty where there is none. */
  readonly ops: string;
  /** The address of the picture, decoded. */
  readonly address: string;
  /** Seconds since 1970 after which the signature is void; undefined for none. */
  readonly expires?: number | undefined;
}

/** Characters of 32 bytes in base64url. */
const SIGNATURE = /^[A-Za-z0-9_-]{43}$/;

/**
 * Signs with the first key, and takes the signatures of all of them, so that a new key can be put in front of the old
 * one.
 */
export class Signer {
  readonly #keys: readonly string[];

  /** Throws an error for no key and for one that is too short. */
  constructor(keys: readonly string[]) {
    checkKeys(keys, 'a key for signing');
    this.#keys = keys;
  }

  /** The signature, 43 characters of base64url. */
  sign(signed: Signed): string {
    return digest(this.#keys[0] as string, signed).toString('base64url');
  }

  /**
   * Throws `bad-signature` unless the signature is that of one of the keys and has not ended. Takes the same time
   * wherever a wrong one differs. `written` is the recipe as the address has it, percent-encoded: signers may not know
   * that it is decoded. It cannot be mistaken for another recipe, because it is none before it is decoded.
   */
  verify(signature: string | undefined, signed: Signed & { readonly written?: string }): void {
    if (signature === undefined) throw refusal('The address needs a signature');
    const given = SIGNATURE.test(signature) ? Buffer.from(signature, 'base64url') : undefined;
    // Two texts of base64 may stand for the same bytes.
    const isPlain = given?.toString('base64url') === signature;
    const texts = [...new Set([signed.ops, signed.written ?? signed.ops])];
    const matches = this.#keys.flatMap((key) =>
      texts.map((ops) => given && timingSafeEqual(digest(key, { ...signed, ops }), given)),
    );
    if (!isPlain || !matches.includes(true)) throw refusal('The signature does not belong to this address');
    if (signed.expires !== undefined && signed.expires * 1000 < Date.now()) {
      throw refusal('The signature has ended');
    }
  }
}

/** The text has one part a line. Only the last part may have line ends in it. */
function digest(key: string, { route, ops, address, expires }: Signed): Buffer {
  const text = [expires ?? '', route, ops, address].join('\n');
  return createHmac('sha256', key).update(text, 'utf8').digest();
}

function refusal(message: string): NoirError {
  return new NoirError('bad-signature', message);
}

/** A picture that `signedPath` signs. */
export interface SignedPicture extends Omit<Signed, 'route'> {
  /** Path below which pictures are; `/image` by default, where the server has them. */
  readonly base?: string;
}

/** Characters that a path does not hold as they are, and percent signs that encode nothing. */
const UNFIT = /[^\w!$'()*+,.:;=@~%-]|%(?![\da-f]{2})/i;

/**
 * The path and query of a signed picture, with the source encoded for a path. `ops` is written as in an address, with commas
 * or `&`; `_` or nothing is the empty recipe. It is encoded as a whole if there are characters in it that a path cannot hold.
 */
export function signedPath(
  signer: Signer,
  { ops, address, expires, base = '/image' }: SignedPicture,
): string {
  const text = ops === '_' ? '' : ops.replaceAll('&', ',');
  const signature = signer.sign({ route: 'image', ops: text, address, expires });
  const source = address.split('/').map(encodeURIComponent).join('/');
  const until = expires === undefined ? '' : `exp=${expires}&`;
  // The server decodes a segment without a bare comma or underscore.
  const segment = UNFIT.test(text) ? encodeURIComponent(text).replaceAll('_', '%5F') : text;
  return `${base}/${segment || '_'}/${source}?${until}sig=${signature}`;
}

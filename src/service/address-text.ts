/** Reads the address of a picture as it stands in a path: percent-encoded, and perhaps changed by proxies. */
import { NoirError } from '../core/errors.ts';

/** Percent-decodes once. Throws `invalid-request` for bytes that are no UTF-8. */
export function decodeOnce(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw new NoirError('invalid-request', 'The address has percent signs that encode no UTF-8', { cause });
  }
}

/** `https:/`, to which proxies shorten `https://`, is repaired. */
export function repairScheme(address: string): string {
  return address.replace(/^(https?):\/(?!\/)/i, '$1://');
}

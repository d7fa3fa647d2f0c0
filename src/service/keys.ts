/** Checks secret keys, so that mistakes show when the program starts. */

/** Characters of a key at least: 128 bits, if it is random hexadecimal digits. */
const SHORTEST = 32;

/** Throws an error for no key, for one that is too short, and for what is no key, such as a variable that is not set. */
export function checkKeys(keys: readonly unknown[], what: string): void {
  const isKey = (key: unknown) => typeof key === 'string' && key.length >= SHORTEST;
  if (Array.isArray(keys) && keys.length > 0 && keys.every(isKey)) return;
  throw new Error(`${what} has at least ${SHORTEST} characters: openssl rand -hex 32`);
}

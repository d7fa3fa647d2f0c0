/** Finds the source of an address: `photos/cat.jpg` is `cat.jpg` of the source `photos`. */
import { NoirError } from '../core/errors.ts';
import { lookUp } from '../core/look-up.ts';
import type { PictureSource } from './source.ts';

/**
 * Sources by name. Addresses begin with the name: `photos/cat.jpg`. The source with the empty name takes the addresses
 * that begin with no other name.
 */
export type NamedSources = Readonly<Record<string, PictureSource>>;

/** A source with the key of a file in it. */
export interface Located {
  readonly source: PictureSource;
  readonly key: string;
}

/** Names of sources: they stand in addresses. */
const NAME = /^\w[\w.-]{0,63}$/;

/** Throws an error for a name that cannot stand in an address. */
export function checkSourceNames(sources: NamedSources): void {
  for (const [name, source] of Object.entries(sources)) {
    if (typeof Object(source).get !== 'function') {
      const given = typeof source === 'string' ? 'a text' : `${source}`;
      throw new Error(`a source is what directory('./photos') or web(…) gives, not ${given}`);
    }
    const { takesUrls } = source;
    if (name !== '' && !takesUrls && !NAME.test(name)) {
      throw new Error(
        `the name of a source has up to 64 letters, digits, ".", "_" and "-", and does not begin with "." or "-"; received ${JSON.stringify(name)}`,
      );
    }
  }
}

/** The source of an address and the key in it. Throws `not-found` when no source takes the address. */
export function locate(sources: NamedSources, address: string): Located {
  if (/^https?:\/\//i.test(address)) {
    const remote = Object.values(sources).find(({ takesUrls }) => takesUrls);
    if (remote) return { source: remote, key: address };
    throw new NoirError('source-forbidden', 'No source takes whole addresses');
  }
  const slash = address.indexOf('/');
  const name = address.slice(0, Math.max(0, slash));
  const named = name === '' ? undefined : lookUp(sources, name);
  if (named && !named.takesUrls) return { source: named, key: address.slice(slash + 1) };
  const root = lookUp(sources, '');
  if (root && !root.takesUrls) return { source: root, key: address };
  throw new NoirError('not-found', 'No source has this address');
}

/** A finished picture as caches keep it, and its form as bytes. */
import { createHash } from 'node:crypto';

/** A finished picture in a cache. */
export interface Entry {
  /** The bytes of the file. */
  readonly bytes: Uint8Array;
  /** Strong entity tag: a hash of the bytes. */
  readonly etag: string;
  /** Headers that say what the bytes are and how they were made. */
  readonly headers: Readonly<Record<string, string>>;
  /** Extension of the file's name, without a dot. */
  readonly extension: string;
  /** Names by which the entry is purged; the addresses of its pictures are among them. */
  readonly tags: readonly string[];
  /** Set when AVIF would have been chosen if encoding it took less time, and may be made later. */
  readonly heldBack?: true;
}

/** Where entries are kept. A store may lose entries, and fail; `ResultCache` goes on without it. */
export interface EntryStore {
  /** For `/health?verbose`, metrics and the log. */
  readonly name: string;
  /** The entry of a key; undefined when there is none. May reject: the server then goes on without the store. */
  get(key: string): Promise<Entry | undefined>;
  /** Keeps an entry. May reject, too. */
  set(key: string, entry: Entry): Promise<void>;
  /** Deletes the entries that have the tag, and tells how many there were. */
  purge(tag: string): Promise<number>;
  /**
   * Lets one of several servers alone make an entry: returns a function that ends that, or undefined if another server
   * makes it now.
   */
  lock?(key: string): Promise<(() => Promise<void>) | undefined>;
  /** Frees what the store holds. */
  close?(): Promise<void>;
}

/** The strong entity tag of bytes. */
export function strongEtag(bytes: Uint8Array): string {
  return `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`;
}

/** An entry as bytes: the length of the JSON in front, the JSON, the picture. */
export function writeEntry({ bytes, ...facts }: Entry): Buffer {
  const head = Buffer.from(JSON.stringify(facts));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  return Buffer.concat([length, head, bytes]);
}

/** Reads what `writeEntry` wrote. Undefined for bytes that are cut short, or whose picture is not the one of the tag. */
export function readEntry(data: Buffer): Entry | undefined {
  const facts = readFacts(data);
  if (!facts) return undefined;
  const bytes = data.subarray(4 + data.readUInt32LE(0));
  return strongEtag(bytes) === facts.etag ? { ...facts, bytes } : undefined;
}

/** The facts in front of the picture; `data` may end behind them. */
export function readFacts(data: Buffer): Omit<Entry, 'bytes'> | undefined {
  if (data.length < 4 || data.length < 4 + data.readUInt32LE(0)) return undefined;
  try {
    return JSON.parse(data.toString('utf8', 4, 4 + data.readUInt32LE(0)));
  } catch {
    return undefined;
  }
}

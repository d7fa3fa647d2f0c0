/** Keeps entries in the memory of this process, within a number of bytes. */
import { LRUCache } from 'lru-cache';
import type { Entry, EntryStore } from './entry.ts';

/** Bytes of an entry beside its picture, roughly. */
const OVERHEAD = 1024;

/** A store of `maxBytes` at most; the entries that nobody has asked for the longest make room. */
export function memoryStore(maxBytes: number): EntryStore {
  const entries = new LRUCache<string, Entry>({
    maxSize: maxBytes,
    // One large picture must not push out all others.
    maxEntrySize: Math.ceil(maxBytes / 4),
    sizeCalculation: ({ bytes }) => bytes.byteLength + OVERHEAD,
  });
  return {
    name: 'memory',
    get: async (key) => entries.get(key),
    async set(key, entry) {
      // A view would keep the buffer that it lies in, which may be larger.
      const isAll = entry.bytes.byteLength === entry.bytes.buffer.byteLength;
      entries.set(key, isAll ? entry : { ...entry, bytes: entry.bytes.slice() });
    },
    async purge(tag) {
      const keys = [...entries.entries()].filter(([, { tags }]) => tags.includes(tag)).map(([key]) => key);
      for (const key of keys) entries.delete(key);
      return keys.length;
    },
  };
}

/** Keeps entries in a folder, within a number of bytes. What it holds outlives the process. */
import { randomUUID } from 'node:crypto';
import { open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { LRUCache } from 'lru-cache';
import { makeFolder } from '../../engine/make-folder.ts';
import { type Entry, type EntryStore, readEntry, readFacts, writeEntry } from './entry.ts';

/** What is known of a file without reading its picture. */
interface Listed {
  readonly size: number;
  readonly tags: readonly string[];
}

/** Files of this store, so that nothing else in the folder is touched. Keys are 43 characters of base64url. */
const FILE = /^([\w-]{43})\.noir$/;

/** Bytes that are read of a file for its tags. */
const HEAD = 64 * 1024;

/**
 * A store in `folder`, of `maxBytes` at most, for one process. Files are written beside their place and then moved, so that
 * no half of one is ever read. Throws an error when the folder cannot be made.
 */
export async function diskStore(folder: string, maxBytes: number): Promise<EntryStore> {
  const root = resolve(folder);
  await makeFolder(root);
  const pathOf = (key: string) => join(root, `${key}.noir`);
  // One large picture must not push out all others.
  const largest = maxBytes / 4;
  const index = new LRUCache<string, Listed>({
    maxSize: maxBytes,
    sizeCalculation: ({ size }) => Math.max(1, size),
    dispose: (_, key, reason) => {
      if (reason !== 'set') rm(pathOf(key), { force: true }).catch(() => {});
    },
  });
  for (const { key, ...listed } of await list(root)) {
    // The folder may come from a process that was allowed more.
    if (listed.size > largest) await rm(pathOf(key), { force: true });
    else index.set(key, listed);
  }
  return {
    name: 'disk',
    async get(key) {
      if (!index.get(key)) return undefined;
      const entry = await read(pathOf(key));
      // Somebody else deleted or damaged it.
      if (!entry) index.delete(key);
      return entry;
    },
    async set(key, entry) {
      const data = writeEntry(entry);
      if (data.length > largest) return;
      await write(pathOf(key), data).catch(async (error) => {
        if (!isMissing(error)) throw error;
        // Somebody deleted the folder.
        await makeFolder(root);
        await write(pathOf(key), data);
      });
      index.set(key, { size: data.length, tags: entry.tags });
    },
    async purge(tag) {
      const keys = [...index.entries()].filter(([, { tags }]) => tags.includes(tag)).map(([key]) => key);
      await Promise.all(keys.map((key) => rm(pathOf(key), { force: true })));
      for (const key of keys) index.delete(key);
      return keys.length;
    },
  };
}

/** Writes beside the place, and moves. */
async function write(path: string, data: Uint8Array): Promise<void> {
  const draft = join(dirname(path), `${randomUUID()}.draft`);
  try {
    await writeFile(draft, data, { flag: 'wx' });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    throw error;
  }
}

async function read(path: string): Promise<Entry | undefined> {
  try {
    return readEntry(await readFile(path));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

/** The files of the folder, the least recently written first. Deletes drafts that a process left behind. */
async function list(root: string): Promise<(Listed & { readonly key: string })[]> {
  const names = await readdir(root);
  const drafts = names.filter((name) => name.endsWith('.draft'));
  await Promise.all(drafts.map((name) => rm(join(root, name), { force: true })));
  const found: (Listed & { readonly key: string; readonly written: number })[] = [];
  for (const name of names) {
    const key = FILE.exec(name)?.[1];
    if (key === undefined) continue;
    const path = join(root, name);
    try {
      const { size, mtimeMs } = await stat(path);
      const facts = await readHead(path);
      if (facts) found.push({ key, size, tags: facts.tags, written: mtimeMs });
      else await rm(path, { force: true });
    } catch (error) {
      // Another server with this folder has deleted it meanwhile.
      if (!isMissing(error)) throw error;
    }
  }
  return found.sort((a, b) => a.written - b.written);
}

async function readHead(path: string) {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return readFacts(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

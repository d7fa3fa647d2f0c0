/** A folder as a source of pictures. */
import { access, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { LRUCache } from 'lru-cache';
import { isNoirError, NoirError } from '../../core/errors.ts';
import { OpenFile, REFUSES_LINKS } from '../../engine/open-file.ts';
import { isAbsent } from '../../engine/source-bytes.ts';
import type { LocalFile, PictureSource, SourceFile, SourceRequest } from '../source.ts';
import { HiddenFault } from '../source-failure.ts';

/**
 * A folder. Files and folders whose names begin with a dot are not there for it, and links that lead out of the folder
 * are refused. A name that does not exist as written is also looked for in Unicode's forms NFC and NFD.
 */
export function directory(path: string): PictureSource {
  const root = resolve(path);
  const folders = new Folders();
  return {
    description: `the folder ${root}`,
    async get(key, request) {
      checkKey(key);
      const { path, file } = await openBelow(root, key, folders);
      try {
        return await answerOf(path, file, request);
      } catch (error) {
        // The file was opened: it is there.
        throw (error as NodeJS.ErrnoException).syscall ? failed(error as NodeJS.ErrnoException) : error;
      } finally {
        file.close();
      }
    },
  };
}

function checkKey(key: string): void {
  const parts = key.split(/[/\\]/);
  if (key.includes('\0') || parts.includes('..')) {
    throw new NoirError('source-forbidden', 'The address leads out of its source');
  }
  if (key === '' || parts.some((part) => part === '' || part.startsWith('.'))) throw missing();
}

interface Opened {
  /** Without links. */
  readonly path: string;
  readonly file: OpenFile;
}

/** Milliseconds for which it is remembered where the links of a folder lead. */
const REMEMBERED = 1000;

/** Where folders are, without links. Looking at every part of a path takes longer than opening a file. */
class Folders {
  readonly #known = new LRUCache<string, Promise<string>>({ max: 1000, ttl: REMEMBERED });

  find(path: string): Promise<string> {
    const known = this.#known.get(path);
    if (known) return known;
    const found = realpath(path);
    this.#known.set(path, found);
    found.catch(() => this.#known.delete(path));
    return found;
  }
}

/** Opens the first spelling that exists. */
async function openBelow(root: string, key: string, folders: Folders): Promise<Opened> {
  for (const spelling of new Set([key, key.normalize('NFC'), key.normalize('NFD')])) {
    const opened = await openOne(root, spelling, folders).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw asNoirError(error);
    });
    if (opened) return opened;
  }
  // It may be on a disk that is not mounted now. Nothing is known of the picture then.
  await access(root).catch(() => {
    throw new NoirError('bad-source', 'The folder of the source is not there');
  });
  throw missing();
}

async function openOne(root: string, key: string, folders: Folders): Promise<Opened> {
  const named = resolve(root, key);
  const base = await folders.find(root);
  if (!REFUSES_LINKS) return openInside(base, await realpath(named));
  const path = join(await folders.find(dirname(named)), basename(named));
  try {
    return await openInside(base, path);
  } catch (error) {
    // The file itself is a link.
    if ((error as NodeJS.ErrnoException).code !== 'ELOOP') throw error;
    return openInside(base, await realpath(path));
  }
}

/** `path` has no links in it, but perhaps in its last part; those are not followed. */
async function openInside(base: string, path: string): Promise<Opened> {
  if (!path.startsWith(base.endsWith(sep) ? base : base + sep)) {
    throw new NoirError('source-forbidden', 'The address leads out of its source');
  }
  return { path, file: await OpenFile.open(path) };
}

/** Bytes of the beginning of a file that somebody else reads. Smaller files are read here. */
const HEAD = 32 * 1024;

async function answerOf(path: string, file: OpenFile, request: SourceRequest) {
  const { limit, known, signal, count, leaves } = request;
  const { isFile, length, modified, stamp } = file.facts();
  if (!isFile) throw missing();
  const facts = { modified, validator: stamp };
  if (stamp === known) return { kind: 'unchanged' as const, modified };
  if (length > limit) {
    throw new NoirError('source-limit', `The file has over ${limit} bytes`, { limit, actual: length });
  }
  signal.throwIfAborted();
  if (leaves && length > HEAD) {
    const head = await file.read(Buffer.allocUnsafeSlow(HEAD));
    const own = { kind: 'file', path, length, head, stamp } as const;
    if (leaves(head)) return { kind: 'local', file: own, ...facts } satisfies LocalFile;
  }
  count?.(length);
  return {
    kind: 'file',
    bytes: await file.read(Buffer.allocUnsafeSlow(length)),
    ...facts,
  } satisfies SourceFile;
}

/** Errors of a file that belongs to somebody else. Clients are told that there is none. */
const FORBIDDEN = new Set(['EACCES', 'EPERM']);

/** Errors of a machine that has run out of something. */
const EXHAUSTED = new Set(['EMFILE', 'ENFILE', 'ENOMEM']);

/** What has become of a file that cannot be opened. */
function asNoirError(error: NodeJS.ErrnoException): unknown {
  if (isNoirError(error)) return error;
  const code = error.code ?? '';
  if (FORBIDDEN.has(code)) return missing(new HiddenFault(`it does not let Noir read a file (${code})`));
  return isAbsent(error) ? missing(error) : failed(error);
}

/** A fault of the machine or of the disk, and not of the address. */
function failed(error: NodeJS.ErrnoException): NoirError {
  if (EXHAUSTED.has(error.code ?? '')) {
    return new NoirError('resource-exhausted', 'The machine has no file handles or memory left', {
      cause: error,
    });
  }
  const cause = new Error(`${error.syscall} ended with ${error.code}`);
  return new NoirError('bad-source', 'The file cannot be read', { cause });
}

function missing(cause?: unknown): NoirError {
  return new NoirError('not-found', 'There is no such picture', { cause });
}

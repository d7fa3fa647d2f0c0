/** A folder as a source of pictures. */
import { constants } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { NoirError } from '../../core/errors.ts';
import type { PictureSource, SourceFile, SourceRequest } from '../source.ts';

/**
 * A folder. Files and folders whose names begin with a dot are not there for it, and links that lead out of the folder
 * are refused. A name that does not exist as written is also looked for in Unicode's forms NFC and NFD.
 */
export function directory(path: string): PictureSource {
  const root = resolve(path);
  return {
    description: `the folder ${root}`,
    async get(key, request) {
      checkKey(key);
      const file = await openBelow(root, key);
      try {
        return await readFile(file, request);
      } finally {
        await file.close();
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

/** Opens the first spelling that exists. */
async function openBelow(root: string, key: string): Promise<FileHandle> {
  for (const spelling of new Set([key, key.normalize('NFC'), key.normalize('NFD')])) {
    const file = await openOne(root, spelling).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw asNoirError(error);
    });
    if (file) return file;
  }
  throw missing();
}

async function openOne(root: string, key: string): Promise<FileHandle> {
  const [base, path] = await Promise.all([realpath(root), realpath(resolve(root, key))]);
  if (!path.startsWith(base.endsWith(sep) ? base : base + sep)) {
    throw new NoirError('source-forbidden', 'The address leads out of its source');
  }
  // The path has no links in it now. One that is put there between the two calls is refused; a pipe does not block.
  return open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
}

async function readFile(file: FileHandle, { limit, known, signal, count }: SourceRequest) {
  const { size, mtime, mtimeNs, ino, isFile } = await statOf(file);
  if (!isFile) throw missing();
  const facts = {
    modified: mtime,
    validator: `${size.toString(36)}-${mtimeNs.toString(36)}-${ino.toString(36)}`,
  };
  if (facts.validator === known) return { kind: 'unchanged' as const, modified: mtime };
  if (size > limit) {
    throw new NoirError('source-limit', `The file has over ${limit} bytes`, { limit, actual: size });
  }
  signal.throwIfAborted();
  count?.(size);
  return { kind: 'file', bytes: await file.readFile(), ...facts } satisfies SourceFile;
}

async function statOf(file: FileHandle) {
  const stats = await file.stat({ bigint: true });
  return {
    size: Number(stats.size),
    mtime: stats.mtime,
    mtimeNs: stats.mtimeNs,
    ino: stats.ino,
    isFile: stats.isFile(),
  };
}

/** Errors of the file system that an address can cause. */
const ABSENT = new Set([
  'ENOENT',
  'ENOTDIR',
  'ELOOP',
  'ENAMETOOLONG',
  'EACCES',
  'EPERM',
  'EISDIR',
  'ENXIO',
  'EINVAL',
]);

/** Errors of a machine that has run out of something. */
const EXHAUSTED = new Set(['EMFILE', 'ENFILE', 'ENOMEM']);

function asNoirError(error: NodeJS.ErrnoException): unknown {
  if (EXHAUSTED.has(error.code ?? '')) {
    return new NoirError('resource-exhausted', 'The machine has no file handles or memory left', {
      cause: error,
    });
  }
  return ABSENT.has(error.code ?? '') ? missing(error) : error;
}

function missing(cause?: unknown): NoirError {
  return new NoirError('not-found', 'There is no such picture', { cause });
}

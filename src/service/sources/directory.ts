/** A folder as a source of pictures. */
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { NoirError } from '../../core/errors.ts';
import { factsOf, isAbsent, TO_READ } from '../../engine/source-bytes.ts';
import type { LocalFile, PictureSource, SourceFile, SourceRequest } from '../source.ts';

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
      const { path, file } = await openBelow(root, key);
      try {
        return await answerOf(path, file, request);
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

interface Opened {
  /** Without links. */
  readonly path: string;
  readonly file: FileHandle;
}

/** Opens the first spelling that exists. */
async function openBelow(root: string, key: string): Promise<Opened> {
  for (const spelling of new Set([key, key.normalize('NFC'), key.normalize('NFD')])) {
    const opened = await openOne(root, spelling).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw asNoirError(error);
    });
    if (opened) return opened;
  }
  throw missing();
}

async function openOne(root: string, key: string): Promise<Opened> {
  const [base, path] = await Promise.all([realpath(root), realpath(resolve(root, key))]);
  if (!path.startsWith(base.endsWith(sep) ? base : base + sep)) {
    throw new NoirError('source-forbidden', 'The address leads out of its source');
  }
  // The path has no links in it now. One that is put there between the two calls is refused.
  return { path, file: await open(path, TO_READ) };
}

/** Bytes of the beginning of a file that somebody else reads. Smaller files are read here. */
const HEAD = 32 * 1024;

async function answerOf(path: string, file: FileHandle, request: SourceRequest) {
  const { limit, known, signal, count, leaves } = request;
  const { isFile, length, modified, stamp } = await factsOf(file);
  if (!isFile) throw missing();
  const facts = { modified, validator: stamp };
  if (stamp === known) return { kind: 'unchanged' as const, modified };
  if (length > limit) {
    throw new NoirError('source-limit', `The file has over ${limit} bytes`, { limit, actual: length });
  }
  signal.throwIfAborted();
  if (leaves && length > HEAD) {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    const head = buffer.subarray(0, bytesRead);
    const own = { kind: 'file', path, length, head, stamp } as const;
    if (leaves(head)) return { kind: 'local', file: own, ...facts } satisfies LocalFile;
  }
  count?.(length);
  return { kind: 'file', bytes: await file.readFile(), ...facts } satisfies SourceFile;
}

/** Errors of a machine that has run out of something. */
const EXHAUSTED = new Set(['EMFILE', 'ENFILE', 'ENOMEM']);

function asNoirError(error: NodeJS.ErrnoException): unknown {
  if (EXHAUSTED.has(error.code ?? '')) {
    return new NoirError('resource-exhausted', 'The machine has no file handles or memory left', {
      cause: error,
    });
  }
  return isAbsent(error) ? missing(error) : error;
}

function missing(cause?: unknown): NoirError {
  return new NoirError('not-found', 'There is no such picture', { cause });
}

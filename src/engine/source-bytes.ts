/** Reads the bytes of sources, and recognises files again. */
import { constants } from 'node:fs';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { NoirError } from '../core/errors.ts';
import type { FileSource, Source } from './job.ts';

/** Opens a file to read it: no link in its place is followed, and a pipe does not block. */
export const TO_READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** What is known of an open file. */
export interface FileFacts {
  readonly isFile: boolean;
  /** Bytes. */
  readonly length: number;
  readonly modified: Date;
  /** Changes when the file is written, or when another one takes its place. */
  readonly stamp: string;
}

export async function factsOf(file: FileHandle): Promise<FileFacts> {
  const stats = await file.stat({ bigint: true });
  const stamp = [stats.size, stats.mtimeNs, stats.ino].map((number) => number.toString(36)).join('-');
  return { isFile: stats.isFile(), length: Number(stats.size), modified: stats.mtime, stamp };
}

/** Errors of the file system for a path at which there is no file to read. */
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

/** Whether a file operation failed because there is no file to read. */
export function isAbsent(error: unknown): boolean {
  return ABSENT.has((error as NodeJS.ErrnoException).code ?? '');
}

/**
 * The bytes of a source that is a file. Throws `not-found` for a file that is not there any more, or has another stamp
 * by now.
 */
export async function bytesOf(source: Exclude<Source, { kind: 'samples' }>): Promise<Uint8Array> {
  if (source.kind === 'bytes') return source.bytes;
  try {
    return await (source.stamp === undefined ? readFile(source.path) : readStamped(source));
  } catch (cause) {
    const isGone =
      source.stamp === undefined ? (cause as NodeJS.ErrnoException).code === 'ENOENT' : isAbsent(cause);
    if (!isGone) throw cause;
    throw new NoirError('not-found', 'The file is not there any more', { cause });
  }
}

async function readStamped({ path, stamp }: FileSource): Promise<Uint8Array> {
  const file = await open(path, TO_READ);
  try {
    if ((await factsOf(file)).stamp !== stamp) {
      throw new NoirError('not-found', 'Another file has taken the place of this one');
    }
    return await file.readFile();
  } finally {
    await file.close();
  }
}

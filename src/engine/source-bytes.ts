/** Reads the bytes of sources, and recognises files again. */
import { readFile } from 'node:fs/promises';
import { NoirError } from '../core/errors.ts';
import { fileError } from './file-error.ts';
import type { FileSource, Source } from './job.ts';
import { OpenFile } from './open-file.ts';
import { plain } from './plain.ts';

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
  if (source.kind === 'bytes') return plain(source.bytes);
  try {
    // A pipe has no length.
    return plain(await (source.length === 0 ? readFile(source.path) : readOpened(source)));
  } catch (cause) {
    const isGone =
      source.stamp === undefined ? (cause as NodeJS.ErrnoException).code === 'ENOENT' : isAbsent(cause);
    if (isGone) throw new NoirError('not-found', 'The file is not there any more', { cause });
    // Who gave a file without a stamp may know its path.
    throw source.stamp === undefined ? fileError(source.path, cause) : cause;
  }
}

async function readOpened({ path, stamp }: FileSource): Promise<Uint8Array> {
  // Who names a file without a stamp owns the machine, and may name a link.
  const file = await OpenFile.open(path, { followLinks: stamp === undefined });
  try {
    const facts = file.facts();
    if (stamp === undefined || facts.stamp === stamp)
      return await file.read(Buffer.allocUnsafeSlow(facts.length));
    throw new NoirError('not-found', 'Another file has taken the place of this one');
  } finally {
    file.close();
  }
}

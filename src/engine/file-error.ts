/** Failed file operations in words, and as errors that name the file. */
import { invalidParameters, isNoirError, NoirError } from '../core/errors.ts';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOSPC: 'no space is left on the device',
  EDQUOT: 'no space is left in the quota of this user',
  EFBIG: 'the file is larger than the system allows',
  EROFS: 'the file system is read-only',
  EISDIR: 'it is a folder',
  EEXIST: 'there is a file of that name',
  ENOTDIR: 'a part of the path is not a folder',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its links lead in a circle',
  ERR_INVALID_ARG_VALUE: 'a path has no null characters',
};

/** A failed file operation in words that need no knowledge of error codes. */
export function describeFileError(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return REASONS[code] ?? message;
}

/** What can be done about a file that is not there; empty where nothing is known. */
export function hintAtMissing(path: string): string {
  if (/^(https?:\/\/|data:|blob:)/.test(path))
    return '; to read an address, give its response: await fetch(…)';
  if (path.startsWith('file:')) return '; leave out file:// in front of the path';
  // Node reads bytes that are no UTF-8 as this character, and then looks for a file of that name.
  return path.includes('\uFFFD') ? '; Noir can open only names in UTF-8, so rename it, or pipe it in' : '';
}

/** Characters of a path in a message. Longer ones are cut: some give a whole picture as a `data:` address. */
const LONGEST = 300;

function shown(path: string): string {
  if (path === '') return "''";
  return path.length > LONGEST ? `${path.slice(0, LONGEST - 3)}...` : path;
}

/** The error of a file that could not be written: `not-found` for a folder that is missing, else as `fileError`. */
export function writeError(path: string, error: unknown): unknown {
  const { code = '' } = error as NodeJS.ErrnoException;
  const cause = { cause: error };
  if (code === 'ENOENT') return new NoirError('not-found', `There is no folder for ${shown(path)}`, cause);
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new NoirError('resource-exhausted', `No space is left for ${shown(path)}`, cause);
  if (!Object.hasOwn(REASONS, code)) return error;
  return invalidParameters([
    { pointer: '', reason: `cannot write ${shown(path)}: ${describeFileError(error)}` },
  ]);
}

/**
 * Maps a missing file to `not-found` and an unreadable one to `invalid-parameter`; returns other errors unchanged.
 */
export function fileError(path: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (isNoirError(error) || code === undefined) return error;
  if (code === 'ENOENT') {
    return new NoirError('not-found', `There is no file ${shown(path)}${hintAtMissing(path)}`, {
      cause: error,
    });
  }
  if (!Object.hasOwn(REASONS, code)) return error;
  const reason = `cannot read ${shown(path)}: ${describeFileError(error)}${hintAtMissing(path)}`;
  return invalidParameters([{ pointer: '', reason }]);
}

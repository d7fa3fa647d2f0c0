/** Finds out before a batch begins which of its files cannot be read. */
import { accessSync, constants, lstatSync, type Stats } from 'node:fs';
import { describeFileError } from '../../engine/file-error.ts';
import { describeMissing } from '../missing-file.ts';

/** Why a file cannot be read, for people and for programs. */
export interface Problem {
  readonly code: 'not-found' | 'empty-body' | 'cannot-read';
  /** Names the file. */
  readonly message: string;
}

/** Bytes that every version of Node takes in one piece. */
const LARGEST = 2 ** 32;

/** The problem of a file that was looked at, or of one that could not be; undefined for one that can be read. */
export function problemOf(path: string, found: Stats | NodeJS.ErrnoException): Problem | undefined {
  if (found instanceof Error) return problemOfUnseen(path, found);
  // Whoever opens a named pipe waits for its writer, and each picture of a batch is opened more than once.
  if (!found.isFile() && !found.isDirectory())
    return {
      code: 'cannot-read',
      message: `cannot read ${path}: it is a pipe or a device; noir run reads those`,
    };
  if (found.isFile() && found.size === 0) return { code: 'empty-body', message: `${path} is empty` };
  if (found.isFile() && found.size > LARGEST)
    return { code: 'cannot-read', message: `cannot read ${path}: it has more than 4 GiB` };
  try {
    accessSync(path, constants.R_OK);
    return undefined;
  } catch (error) {
    return cannotRead(path, error);
  }
}

function problemOfUnseen(path: string, error: NodeJS.ErrnoException): Problem {
  if (error.code !== 'ENOENT') return cannotRead(path, error);
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink();
  const message = isLink ? `${path} is a link to a file that is not there` : describeMissing(path);
  return { code: 'not-found', message };
}

function cannotRead(path: string, error: unknown): Problem {
  return { code: 'cannot-read', message: `cannot read ${path}: ${describeFileError(error)}` };
}

/** Writes results to disk: never over a file that the pipeline reads, and never half a file. */
import { randomBytes } from 'node:crypto';
import { closeSync, futimesSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { chmod, readlink, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, sep } from 'node:path';
import { invalidParameters } from '../core/errors.ts';

/** Temporary files that are being written. */
const unfinished = new Set<string>();

/** Removes the temporary files of this process, which is about to end. Writes that go on meanwhile fail. */
export function removeUnfinished(): void {
  for (const file of unfinished) rmSync(file, { force: true });
}

/** Characters of a name that are kept: a character may take 3 bytes, and most file systems take names of 255 bytes. */
const KEPT = 60;

/**
 * The temporary name of a file while it is written. It is random, because a process that was killed may have left its own, and
 * in a container the next process has the same id.
 */
function partialName(file: string): string {
  return join(dirname(file), `.${basename(file).slice(0, KEPT)}.${randomBytes(6).toString('hex')}.tmp`);
}

/** Links that are followed one after the other, as Linux does. */
const LINKS = 40;

/** The path that a symbolic link leads to, whether there is a file or not; the path itself when it is no link. */
export async function fileBehind(path: string, links = LINKS): Promise<string> {
  const file = await realpath(path).catch(() => undefined);
  if (file !== undefined || links === 0) return file ?? path;
  const link = await readlink(path).catch(() => undefined);
  if (link === undefined) return path;
  // Not `join`, which takes `..` for the folder above the text, and not above the folder that a link leads to.
  return fileBehind(isAbsolute(link) ? link : `${dirname(path)}${sep}${link}`, links - 1);
}

/** Writes beside the file and renames, so that nobody sees half a file. A symbolic link stays a link. */
export async function replaceFile(path: string, data: Uint8Array): Promise<void> {
  const file = await fileBehind(path);
  const existing = await stat(file).catch(() => undefined);
  // A device or a named pipe is written to; renaming a file over it would remove it.
  if (existing && !existing.isFile()) return writeFile(file, data);
  const beside = partialName(file);
  unfinished.add(beside);
  try {
    await writeFile(beside, data, { flag: 'wx' });
    if (existing) await chmod(beside, existing.mode & 0o777);
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  } finally {
    unfinished.delete(beside);
  }
}

/**
 * Writes a file that is not there yet, also beside it first, and blocks the process meanwhile. On a disk of the machine a small
 * file takes half of the processor time that it takes by `replaceFile`, whose calls all go through the thread pool.
 */
export function writeNewFile(path: string, data: Uint8Array, times: FileTimes): void {
  const beside = partialName(path);
  try {
    const file = openSync(beside, 'wx');
    try {
      writeFileSync(file, data);
      futimesSync(file, times.accessed, times.changed);
    } finally {
      closeSync(file);
    }
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

export interface FileTimes {
  /** Times of last access and last change. */
  readonly accessed: Date;
  readonly changed: Date;
}

/**
 * Throws `invalid-parameter` when a path leads to a file that the pipeline reads, by any name or link. `instead`
 * tells the user what to do to overwrite it.
 */
export async function refuseOverwriting(
  path: string,
  read: readonly string[],
  instead: string,
): Promise<void> {
  const goal = await identify(path);
  if (goal === undefined) return;
  for (const source of read) {
    if ((await identify(source)) !== goal) continue;
    const reason = `${path} is read, and would be written over; ${instead}`;
    throw invalidParameters([{ pointer: '', reason }]);
  }
}

/** A key that identifies a file on this machine. Undefined when the file does not exist or is no plain file. */
async function identify(path: string): Promise<string | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return found?.isFile() ? `${found.dev}:${found.ino}` : undefined;
}

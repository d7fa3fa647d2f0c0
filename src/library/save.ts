/** Writes results to disk: never over what was read, and never half. */
import { chmod, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { invalidParameters } from '../core/errors.ts';

/** The name under which a file is written before it takes its own. */
export function partialName(file: string): string {
  return join(dirname(file), `.${basename(file).slice(0, 100)}.${process.pid}.${partials++}.tmp`);
}

let partials = 0;

/** Writes beside the file and renames, so that nobody ever sees half of it. A link stays a link. */
export async function replaceFile(path: string, data: Uint8Array, partial?: string): Promise<void> {
  const file = await realpath(path).catch(() => path);
  const existing = await stat(file).catch(() => undefined);
  // A device or a named pipe is written to; renaming a file over it would remove it.
  if (existing && !existing.isFile()) return writeFile(file, data);
  const beside = partial ?? partialName(file);
  try {
    await writeFile(beside, data, { flag: 'wx' });
    if (existing) await chmod(beside, existing.mode & 0o777);
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/**
 * Throws `invalid-parameter` when a path leads to one of the files that are read, by whatever name or link. `instead`
 * tells how to do it all the same.
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

/** What tells a file from every other on this machine; undefined for one that is not there, and for no plain file. */
async function identify(path: string): Promise<string | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return found?.isFile() ? `${found.dev}:${found.ino}` : undefined;
}

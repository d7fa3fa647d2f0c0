/** Finds out before any work is done whether results can be written into a folder. */
import { access, constants, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { describeFileError } from '../engine/file-error.ts';
import { UsageError } from './failure.ts';

/**
 * Throws `UsageError` when nothing can be written into a folder, or when it is not there and cannot be made. `what` is in the
 * message, such as `--out out`.
 */
export async function refuseUnwritable(folder: string, what: string): Promise<void> {
  const place = resolve(folder);
  try {
    const found = await stat(place);
    if (!found.isDirectory()) throw new UsageError(`${what}: ${place} is not a folder`);
    // Files of a folder need the right to enter it, too.
    await access(place, constants.W_OK | constants.X_OK);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    // The folder is made in the one above.
    if (isMissing && dirname(place) !== place) return refuseUnwritable(dirname(place), what);
    throw new UsageError(`${what}: cannot write into ${place}: ${describeFileError(error)}`);
  }
}

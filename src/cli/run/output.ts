/** Writes the output of a command to a file or to stdout. */
import { access, constants, stat } from 'node:fs/promises';
import { dirname, sep } from 'node:path';
import { describeFileError } from '../../engine/file-error.ts';
import { fileBehind, refuseOverwriting, removeUnfinished, replaceFile } from '../../library/save.ts';
import { UsageError } from '../failure.ts';

/** Place of the finished picture. Nothing exists there before `write` has all bytes. */
export interface Target {
  write(data: Uint8Array): Promise<void>;
}

/** The output as the arguments describe it, before it is written. */
interface Intent {
  /** Whether it is text, which may go to a terminal. */
  readonly isText?: boolean;
  /** Files that are read and must not be written over. */
  readonly read?: readonly string[];
}

/** Checks that a picture, or text, can be written there. Throws before any work is done when it cannot. */
export async function openOutput(path: string, { isText = false, read = [] }: Intent = {}): Promise<Target> {
  if (path === '-') return openStdout(isText);
  await refuseOverwriting(path, read, 'give --force to allow it');
  // A symbolic link stays: the file it points to is replaced.
  const file = await fileBehind(path);
  const existing = await stat(file).catch(() => undefined);
  if (!existing && (path.endsWith('/') || path.endsWith(sep)))
    throw new UsageError(`there is no folder ${path}; make it, and say which file in it to write`);
  if (existing?.isDirectory()) throw new UsageError(`${path} is a folder; say which file in it to write`);
  // A device or a named pipe is written to; renaming a file over it would remove it.
  const inPlace = existing && !existing.isFile();
  if (!inPlace) await checkFolder(dirname(file), path);
  return {
    async write(data) {
      const forget = removeWhenKilled();
      try {
        await replaceFile(file, data);
      } catch (error) {
        throw new Error(`cannot write ${path}: ${describeFileError(error)}`, { cause: error });
      } finally {
        forget();
      }
    },
  };
}

async function checkFolder(folder: string, path: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found && !found.isDirectory()) throw new UsageError(`cannot write ${path}: ${folder} is not a folder`);
  await access(folder, constants.W_OK).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new UsageError(`there is no folder ${folder}`);
    throw new UsageError(`cannot write ${path}: ${describeFileError(error)}`);
  });
}

/** Removes the unfinished file on Ctrl-C and the like, which otherwise end the process on the spot. */
function removeWhenKilled(): () => void {
  const end = (signal: NodeJS.Signals) => {
    removeUnfinished();
    forget();
    process.kill(process.pid, signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const forget = () => {
    for (const signal of signals) process.off(signal, end);
  };
  for (const signal of signals) process.on(signal, end);
  return forget;
}

function openStdout(isText: boolean): Target {
  if (process.stdout.isTTY && !isText) {
    throw new UsageError('a picture would garble the terminal; send stdout to a file or a pipe');
  }
  return {
    write: (data) =>
      new Promise((resolve, reject) => {
        process.stdout.write(data, (error) => (error ? reject(error) : resolve()));
      }),
  };
}

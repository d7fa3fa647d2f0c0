import { rmSync } from 'node:fs';
import { access, chmod, constants, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describeFileError, UsageError } from '../failure.ts';

/** Where the finished picture goes. Nothing exists there before `write` has all of it. */
export interface Target {
  write(data: Uint8Array): Promise<void>;
}

/** Checks that a picture, or text, can be written there. Throws before any work is done when it cannot. */
export async function openOutput(path: string, isText = false): Promise<Target> {
  if (path === '-') return openStdout(isText);
  // A link stays a link: what it points to is replaced.
  const file = await realpath(path).catch(() => path);
  const existing = await stat(file).catch(() => undefined);
  if (existing?.isDirectory()) throw new UsageError(`${path} is a folder; say which file in it to write`);
  // A device or a named pipe is written to; renaming a file over it would remove it.
  const inPlace = existing && !existing.isFile();
  if (!inPlace) await checkFolder(dirname(file), path);
  return {
    write: (data) =>
      (inPlace ? writeFile(file, data) : replaceFile(file, data, existing?.mode)).catch((error) => {
        throw new Error(`cannot write ${path}: ${describeFileError(error)}`, { cause: error });
      }),
  };
}

async function checkFolder(folder: string, path: string): Promise<void> {
  await access(folder, constants.W_OK).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new UsageError(`there is no folder ${folder}`);
    throw new UsageError(`cannot write ${path}: ${describeFileError(error)}`);
  });
}

/** Writes beside the file and renames, so that nobody ever sees half of it. */
async function replaceFile(file: string, data: Uint8Array, mode: number | undefined): Promise<void> {
  const partial = join(dirname(file), `.${basename(file).slice(0, 100)}.${process.pid}.tmp`);
  const forget = removeWhenKilled(partial);
  try {
    await writeFile(partial, data, { flag: 'wx' });
    if (mode !== undefined) await chmod(partial, mode & 0o777);
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  } finally {
    forget();
  }
}

/** Removes the file on Ctrl-C and the like, which otherwise end the process on the spot. */
function removeWhenKilled(file: string): () => void {
  const end = (signal: NodeJS.Signals) => {
    rmSync(file, { force: true });
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

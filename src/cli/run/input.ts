/** Reads the input picture of a command. */
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { describeFileError } from '../../engine/file-error.ts';
import { UsageError } from '../failure.ts';

/** The bytes of a file, or of stdin for `-`. */
export async function readPicture(path: string): Promise<Uint8Array> {
  if (path === '-') {
    if (process.stdin.isTTY) throw new UsageError('there is nothing on stdin; pipe a picture into it');
    return buffer(process.stdin);
  }
  try {
    return await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new UsageError(`there is no file ${path}`);
    throw new UsageError(`cannot read ${path}: ${describeFileError(error)}`);
  }
}

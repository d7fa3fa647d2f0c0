/** Reads the input picture of a command. */
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { describeFileError } from '../../engine/file-error.ts';
import { UsageError } from '../failure.ts';
import { describeMissing } from '../missing-file.ts';

/** The bytes of a file, or of stdin for `-`. */
export async function readPicture(path: string): Promise<Uint8Array> {
  if (path === '-') {
    if (process.stdin.isTTY) throw new UsageError('there is nothing on stdin; pipe a picture into it');
    const bytes = await buffer(process.stdin);
    if (bytes.length > 0) return bytes;
    throw new UsageError('nothing came on stdin; did the command before the pipe fail?');
  }
  try {
    const bytes = await readFile(path);
    if (bytes.length > 0) return bytes;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new UsageError(describeMissing(path));
    throw new UsageError(`cannot read ${path}: ${describeFileError(error)}`);
  }
  throw new UsageError(`${path} is empty`);
}

/** Reads the input picture of a command. */
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { describeFileError } from '../../engine/file-error.ts';
import { sniffFormat } from '../../formats/registry.ts';
import { UsageError } from '../failure.ts';
import { describeMissing } from '../missing-file.ts';

/** The bytes of a file, or of stdin for `-`. Of a stream that is no picture only the first ones. */
export async function readPicture(path: string): Promise<Uint8Array> {
  if (path === '-') {
    if (process.stdin.isTTY) throw new UsageError('there is nothing on stdin; pipe a picture into it');
    const bytes = await readStream(process.stdin);
    if (bytes.length > 0) return bytes;
    throw new UsageError('nothing came on stdin; did the command before the pipe fail?');
  }
  try {
    const found = await stat(path);
    const isStream = !found.isFile() && !found.isDirectory();
    const bytes = await (isStream ? readStream(createReadStream(path)) : readFile(path));
    if (bytes.length > 0) return bytes;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new UsageError(describeMissing(path));
    throw new UsageError(`cannot read ${path}: ${describeFileError(error)}`);
  }
  throw new UsageError(`${path} is empty`);
}

/** Bytes by which every format is recognised. */
const HEAD = 512;

/** Reads to the end of a stream; of one that is no picture, and may have no end, only as much as shows that. */
async function readStream(stream: Readable): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let isPicture = false;
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    length += chunk.length;
    if (isPicture || length < HEAD) continue;
    isPicture = sniffFormat(Buffer.concat(chunks)) !== undefined;
    if (!isPicture) break;
  }
  return Buffer.concat(chunks);
}

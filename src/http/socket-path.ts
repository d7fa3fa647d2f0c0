/** Finds out why a server cannot listen on the path of a Unix socket, where the system's own error would mislead. */
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Bytes of the longest path that `sockaddr_un` holds, without the zero at its end. Node cuts longer ones off in silence. */
const LONGEST = process.platform === 'linux' ? 107 : 103;

/** The reason, or undefined for a path on which a server may try to listen. Named pipes of Windows are no files. */
export async function faultOfSocketPath(path: string): Promise<string | undefined> {
  if (process.platform === 'win32') return undefined;
  const length = Buffer.byteLength(path);
  if (length > LONGEST) return `the path of a socket has at most ${LONGEST} bytes, and this one ${length}`;
  const found = await stat(path).catch(() => undefined);
  if (found && !found.isSocket()) return `it is a ${found.isDirectory() ? 'folder' : 'file'}, and no socket`;
  const folder = dirname(path);
  const above = await stat(folder).catch(() => undefined);
  return above?.isDirectory() ? undefined : `there is no folder ${folder}`;
}

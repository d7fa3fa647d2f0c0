/** Disks of a megabyte for a server alone: mounted where only its own processes see them, and gone with the last of these. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SIZE = 2 ** 20;

/** Other users than root need a namespace in which they are root. */
const UNSHARE = ['unshare', ...(process.getuid?.() === 0 ? [] : ['--map-root-user']), '--mount'];

const MOUNT = `for folder in $FOLDERS; do mount -t tmpfs -o size=${SIZE} noir-test "$folder" || exit 1; done`;

/**
 * A command in front of another one, which then finds a small disk in each folder. The folders exist, and their names have no
 * spaces. Undefined where this process may mount nothing.
 */
export function onSmallDisks(folders: readonly string[]): readonly string[] | undefined {
  const script = `FOLDERS='${folders.join(' ')}'; ${MOUNT}; exec "$@"`;
  const prefix = [...UNSHARE, 'sh', '-c', script, '--'];
  try {
    const [command = '', ...rest] = [...prefix, 'true'];
    execFileSync(command, rest, { stdio: 'pipe' });
    return prefix;
  } catch {
    return undefined;
  }
}

/** A folder as a process sees it. */
export function seenBy(pid: number, folder: string): string {
  return `/proc/${pid}/root${folder}`;
}

/** Fills a disk to its last byte. Returns a function that makes room again. */
export function fill(folder: string): () => void {
  const file = join(folder, 'filler');
  mkdirSync(folder, { recursive: true });
  for (let size = SIZE; size >= 1; size = Math.floor(size / 2)) {
    try {
      writeFileSync(file, Buffer.alloc(size, 1), { flag: 'a' });
    } catch {}
  }
  if (statfsSync(folder).bfree > 0) throw new Error(`${folder} is not full`);
  return () => rmSync(file);
}

/** Starts the process of a worker, with a socket and lanes to it, and without the front's secrets. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { POOL_THREADS } from './cores.ts';
import { Lane, openLane } from './lanes.ts';
import type { Line } from './wire.ts';

/** Variables that a worker gets. Everything else stays with the front: a secret there is none of a decoder's business. */
const PASSED =
  /^(PATH|HOME|LANG|LC_\w+|TZ|TMPDIR|TEMP|TMP|SystemRoot|XDG_\w+|LD_\w+|DYLD_\w+|VK_\w+|MESA_\w+|LP_\w+|GALLIVM_\w+|NODE_OPTIONS|NODE_EXTRA_CA_CERTS|MALLOC_\w+|NOIR_(BACKENDS|CACHE|CODECS|GPU|JPEG))$/;

/**
 * Settings of glibc's memory. It adapts itself to the largest block that was freed. The files of jobs stay allocated in a
 * worker, so it would stop at 128 KiB, and give back to the system what libvips needs again for the next picture.
 */
const MEMORY = { MALLOC_MMAP_THRESHOLD_: String(4 * 2 ** 20), MALLOC_TRIM_THRESHOLD_: String(8 * 2 ** 20) };

/** Lanes in each direction. With two, the next job need not wait until its worker has read the one before. */
const LANES = 2;

/** Starts a process. Dawn prints to standard output, so nothing else is read from there. */
export function startProcess(): { child: ChildProcess; line: Line; closeLanes(): void } {
  // The front's own arguments are not passed on: with `-e`, a worker would run the front's script once more.
  const isSource = import.meta.url.endsWith('.ts');
  const entry = fileURLToPath(new URL(isSource ? './entry.ts' : './entry.js', import.meta.url));
  // In a checkout, a loader runs the TypeScript sources directly.
  const loader = isSource ? ['--import', 'tsx'] : [];
  const passed = Object.entries(process.env).filter(([name]) => PASSED.test(name));
  const env = { ...MEMORY, UV_THREADPOOL_SIZE: String(POOL_THREADS), ...Object.fromEntries(passed) };
  const files = openLanes();
  const child = spawn(process.execPath, [...loader, entry, String(files.length / 2)], {
    env,
    stdio: ['ignore', 'ignore', 'inherit', 'pipe', ...files],
  });
  const lanes = files.map((fd) => new Lane(fd));
  const [outward, inward] = [lanes.slice(0, files.length / 2), lanes.slice(files.length / 2)];
  return {
    child,
    line: { socket: child.stdio[3] as Socket, outward, inward },
    closeLanes() {
      for (const fd of files) closeSync(fd);
    },
  };
}

/** All lanes of a worker, or none. */
function openLanes(): number[] {
  const files = Array.from({ length: 2 * LANES }, openLane);
  const open = files.filter((fd) => fd !== undefined);
  if (open.length === files.length) return open;
  for (const fd of open) closeSync(fd);
  return [];
}

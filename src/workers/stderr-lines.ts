/** Passes on what workers and the native code in them write to standard error. */
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** Dawn says this of each software adapter, whether it is used or not. */
const IDLE =
  /^Warning: max\w+ artificially reduced from \d+ to \d+ to fit dynamic offset allocation limit\.$/;

/** Does not keep this process alive. */
export function passOnLines(stderr: Socket): void {
  stderr.unref();
  createInterface({ input: stderr, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
    if (!IDLE.test(line)) process.stderr.write(`${line}\n`);
  });
}

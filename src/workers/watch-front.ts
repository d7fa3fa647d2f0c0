/**
 * Ends the process of a worker when the front is gone, also while an endless loop keeps the worker's own event loop from
 * noticing: from a thread of its own, which looks for the parent process.
 */
import { Worker } from 'node:worker_threads';

/** Milliseconds between two looks. */
const EVERY = 500;

// Plain JavaScript, because a thread from a file of the sources would need their loader.
const CODE = `
const front = process.ppid;
setInterval(() => {
  if (process.ppid !== front) process.kill(process.pid, 'SIGKILL');
}, ${EVERY});
`;

export function watchFront(): void {
  new Worker(CODE, { eval: true, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: 8 } }).unref();
}

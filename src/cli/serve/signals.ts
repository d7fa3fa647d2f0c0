/** Waits for the signals that end a server. */
import { constants } from 'node:os';

/** A terminal that closes sends SIGHUP. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Resolves with the first signal that asks the process to end; a second one ends it at once, unless it is one more SIGHUP: a
 * shell and the system both send that.
 */
export function onceStopped(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let stopping = false;
    for (const signal of SIGNALS) {
      process.on(signal, () => {
        if (stopping && signal === 'SIGHUP') return;
        if (stopping) process.exit(128 + constants.signals[signal]);
        stopping = true;
        resolve(signal);
      });
    }
  });
}

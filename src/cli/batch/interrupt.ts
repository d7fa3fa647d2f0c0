/** Ends a batch on Ctrl-C and the like. */
import { removeUnfinished } from '../../library/save.ts';

/**
 * Calls `end` with the first signal, and ends the process at once at the second; nothing half is left then either. Returns what
 * stops listening.
 */
export function onInterrupt(end: (signal: NodeJS.Signals) => void): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  let isEnding = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (!isEnding) end(signal);
    else {
      forget();
      removeUnfinished();
      process.kill(process.pid, signal);
    }
    isEnding = true;
  };
  const forget = () => {
    for (const signal of signals) process.off(signal, onSignal);
  };
  for (const signal of signals) process.on(signal, onSignal);
  return forget;
}

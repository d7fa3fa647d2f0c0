/** Ends a batch on Ctrl-C and the like. */
import { removeUnfinished } from '../../library/save.ts';

/** Ends gently at the first signal, and at once at the second; nothing half is left then either. Returns what stops listening. */
export function onInterrupt(end: () => void): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  let isEnding = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (!isEnding) end();
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

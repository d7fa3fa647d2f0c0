/**
 * Makes the kernel end a worker when the front is gone, whatever the worker does then: it may be stopped, or hang before a thread of its
 * own could watch. Node cannot ask for that signal (`PR_SET_PDEATHSIG`, prctl(2)), but util-linux' `setpriv` asks and becomes the worker.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const SETPRIV = '/usr/bin/setpriv';

const SIGNAL = ['--pdeathsig', 'KILL', '--'];

/** Milliseconds that a trial may take; it takes 2. */
const TRIAL = 1000;

let prefix: readonly string[] | undefined;

/**
 * What goes in front of a worker's command. Empty where there is no `setpriv` that can do this, as outside Linux and in Alpine. Empty too
 * on Bun and Deno: the kernel sends the signal at the end of the thread that started the process, and theirs may be another one.
 */
export function deathSignal(): readonly string[] {
  prefix ??= canAsk() ? [SETPRIV, ...SIGNAL] : [];
  return prefix;
}

function canAsk(): boolean {
  const { bun, deno } = process.versions;
  if (process.platform !== 'linux' || bun || deno || !existsSync(SETPRIV)) return false;
  const options = { stdio: 'ignore', timeout: TRIAL } as const;
  return spawnSync(SETPRIV, [...SIGNAL, SETPRIV, '--version'], options).status === 0;
}

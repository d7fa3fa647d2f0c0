/**
 * Keeps the lines of native code off stderr for `--quiet`. Dawn and the GPU's driver write their warnings straight to
 * file descriptor 2, which Node cannot redirect in its own process: the command runs once more as a child whose
 * descriptor 2 leads nowhere, and which has the real stderr as descriptor 3 for errors.
 */
import { spawn } from 'node:child_process';
import { writeSync } from 'node:fs';
import { constants } from 'node:os';
import type { EngineOptions } from '../settings.ts';

const ERRORS = 3;

/** Whether native code may print lines of its own: only commands that look for a GPU. */
export function mayChatter({ gpu, backends }: EngineOptions): boolean {
  return gpu !== 'off' && backends.includes('gpu');
}

/** Runs this process's own command in a quiet child. Resolves with its exit status. */
export function rerunQuietly(command: string): Promise<number> {
  const [script = '', ...args] = process.argv.slice(1);
  const at = args.indexOf(command) + 1;
  const quiet = [...args.slice(0, at), '--errors-to', String(ERRORS), ...args.slice(at)];
  const child = spawn(process.execPath, [...process.execArgv, script, ...quiet], {
    stdio: ['inherit', 'inherit', 'ignore', process.stderr.fd],
  });
  const forward = (signal: NodeJS.Signals) => void child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const name of signals) process.off(name, forward);
      if (signal === null) return resolve(code ?? 1);
      // The child had no chance to say anything.
      if (!(signals as readonly string[]).includes(signal))
        process.stderr.write(`noir: ended by ${signal}\n`);
      resolve(128 + constants.signals[signal]);
    });
  });
}

/** Sends what this process writes to stderr to a file descriptor. */
export function sendErrorsTo(descriptor: number): void {
  process.stderr.write = (text: string | Uint8Array) => {
    writeSync(descriptor, typeof text === 'string' ? Buffer.from(text) : text);
    return true;
  };
}

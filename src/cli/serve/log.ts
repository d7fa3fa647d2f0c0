/** What the server says on stderr: lines for people, or JSON for programs that gather logs. */
import type { AppOptions } from '../../http/app.ts';
import type { Configured } from '../../service/configuration/table.ts';
import { jsonLine } from './json-lines.ts';

export interface Log extends Pick<AppOptions, 'onRequest'> {
  say(message: string, level?: 'info' | 'warn'): void;
}

/** `text` has lines for people, and no line for a request. `json` has an object a line, and one for every request. */
export function openLog(kind: Configured['log']): Log {
  if (kind === 'text') return { say: (message) => process.stderr.write(`noir: ${message}\n`) };
  return {
    say: (message, level = 'info') => process.stderr.write(jsonLine(level, message)),
    onRequest: (request) => process.stderr.write(jsonLine('info', 'request', request)),
  };
}

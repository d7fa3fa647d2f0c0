/** Makes an object of every line that this process writes to stderr, for programs that gather logs. */
import { stripVTControlCharacters } from 'node:util';

export function jsonLine(level: 'info' | 'warn' | 'error', message: string, rest: object = {}): string {
  return `${JSON.stringify({ time: new Date().toISOString(), level, message, ...rest })}\n`;
}

/**
 * From now on, text that is written becomes the message of an object: lines of workers and of the native code in them, errors of the
 * start, Node's warnings, and an exception that ends the process. Native code of this process itself writes past it.
 */
export function writeJsonLines(): void {
  const { stderr } = process;
  const write = stderr.write;
  stderr.write = (text: string | Uint8Array, ...rest: unknown[]) =>
    Reflect.apply(write, stderr, [asObject(text), ...rest]);
  // Node writes both of these past the stream.
  if (process.listenerCount('warning') > 0) {
    process.removeAllListeners('warning');
    process.on('warning', ({ name, message }) => stderr.write(`${name}: ${message}`));
  }
  process.on('uncaughtException', (error) => {
    stderr.write(jsonLine('error', error instanceof Error ? String(error.stack) : String(error)));
    process.exit(1);
  });
}

function asObject(given: string | Uint8Array): string {
  const text = typeof given === 'string' ? given : Buffer.from(given).toString();
  if (isObject(text)) return text;
  return jsonLine(
    'warn',
    stripVTControlCharacters(text)
      .trimEnd()
      .replace(/^noir: /, ''),
  );
}

/** Whether text is one object and the end of its line. */
function isObject(text: string): boolean {
  if (!text.startsWith('{') || text.indexOf('\n') !== text.length - 1) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

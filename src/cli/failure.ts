import { CommanderError } from 'commander';
// Errors alone load nothing heavy; the help has to appear at once.
import { isNoirError } from '../core/errors.ts';
import { placeOf } from '../core/faults.ts';

/** What the person at the keyboard got wrong. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** 0 for help, 2 for what the user got wrong, 1 for everything else. */
export function exitCodeFor(error: unknown): 0 | 1 | 2 {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UsageError) return 2;
  return isNoirError(error) && error.status < 500 ? 2 : 1;
}

/** Says on stderr what went wrong, one line for each fault; the stack only when `NOIR_DEBUG` is set. */
export function reportFailure(error: unknown): void {
  for (const line of describeFailure(error)) process.stderr.write(`noir: ${line}\n`);
  if (process.env.NOIR_DEBUG && error instanceof Error) console.error(error);
}

function describeFailure(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [String(error)];
  if (!isNoirError(error)) return [error.message];
  // The message of an error with faults speaks of the first of them only.
  if (error.errors.length > 0) {
    const more = error.errorCount - error.errors.length;
    const lines = error.errors.map(({ pointer, reason }) =>
      pointer ? `${placeOf(pointer)}: ${reason}` : reason,
    );
    return more > 0 ? [...lines, `and ${more} more`] : lines;
  }
  return [`${error.message}${error.status >= 500 ? describeCause(error.cause) : ''}`];
}

/** What lies behind an error, in its first line: an error, or the stack of one that came with an answer. */
function describeCause(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : typeof cause === 'string' ? cause : '';
  return text === '' ? '' : ` (${text.split('\n', 1)[0]})`;
}

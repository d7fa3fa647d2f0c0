/** Reports the errors of a command, and chooses its exit code. */
import { CommanderError } from 'commander';
// Errors alone load nothing heavy; the help has to appear at once.
import { isNoirError } from '../core/errors.ts';
import { placeOf } from '../core/faults.ts';
import { ConfigurationError } from '../service/configuration/mistakes.ts';
import { red } from './color.ts';
import { printable } from './printable.ts';

/** A mistake in the arguments of a command. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Exit code: 0 for help, 2 for a mistake of the user, 1 for every other error. */
export function exitCodeFor(error: unknown): 0 | 1 | 2 {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UsageError || error instanceof ConfigurationError) return 2;
  return isNoirError(error) && error.status < 500 ? 2 : 1;
}

/**
 * Prints an error to stderr, one line for each fault, and as JSON to stdout for a command that was to print JSON. Prints
 * the stack only when `NOIR_DEBUG` is set.
 */
export function reportFailure(error: unknown, asJson: boolean): void {
  // commander has already printed its own, and help and the version are no failures.
  const isPrinted = error instanceof CommanderError;
  if (isPrinted && error.exitCode === 0) return;
  const lines = describeFailure(error);
  for (const line of isPrinted ? [] : lines)
    process.stderr.write(`${red('noir:', process.stderr)} ${printable(line)}\n`);
  if (asJson)
    process.stdout.write(`${JSON.stringify({ error: { code: codeOf(error), messages: lines } })}\n`);
  if (!isPrinted) printStack(error);
}

/** Prints an error with its stack and its causes to stderr when `NOIR_DEBUG` is set. */
export function printStack(error: unknown): void {
  if (process.env.NOIR_DEBUG && error instanceof Error) console.error(error);
}

/** A code of Noir's own errors, `usage` for a mistake in arguments or settings, else `failed`. */
function codeOf(error: unknown): string {
  if (isNoirError(error)) return error.code;
  return exitCodeFor(error) === 2 ? 'usage' : 'failed';
}

function describeFailure(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [String(error)];
  if (error instanceof ConfigurationError) return error.mistakes;
  if ((error as NodeJS.ErrnoException).syscall === 'uv_cwd')
    return ['the current folder is not there any more; go to another one'];
  if (!isNoirError(error)) return [error.message.replace(/^error: /, '')];
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

/** The first line of an error's cause: a message, or the stack that came with an answer. */
export function describeCause(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : typeof cause === 'string' ? cause : '';
  return text === '' ? '' : ` (${text.split('\n', 1)[0]})`;
}

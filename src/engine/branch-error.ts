/** Errors of one output among several: they say which output it is. */
import { invalidParameters, isNoirError, NoirError } from '../core/errors.ts';

/**
 * The error with its output: pointers to steps lead through `/outputs`, and other messages begin with the output's name.
 * Errors that are not `NoirError` stay as they are.
 */
export function branchError(error: unknown, index: number, name: string): unknown {
  if (!isNoirError(error)) return error;
  if (error.errors.length > 0) {
    const faults = error.errors.map(({ pointer, reason }) => ({
      pointer: pointer.startsWith('/steps') ? `/outputs/${index}${pointer}` : pointer,
      reason,
    }));
    return invalidParameters(faults, error.errorCount);
  }
  const { code, message, limit, actual } = error;
  return new NoirError(code, `Output ${name}: ${message}`, {
    cause: error,
    ...(limit !== undefined && { limit }),
    ...(actual !== undefined && { actual }),
  });
}

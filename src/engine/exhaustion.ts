/** Errors of a machine that has run out of memory, disk space, threads or open files. */
import { isExhausted } from '../coders/faults.ts';
import { NoirError } from '../core/errors.ts';

/** Such an error under its own code: the caller is not at fault and may try again. Returns other errors unchanged. */
export function nameExhaustion(error: unknown): unknown {
  if (!isExhausted(error)) return error;
  return new NoirError('resource-exhausted', 'Memory, disk space, threads or open files ran out', {
    cause: error,
  });
}

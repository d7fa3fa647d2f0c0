/** Errors of one output among several: they say which output it is. */
import { type ErrorCode, invalidParameters, isNoirError, NoirError, PROBLEMS } from '../core/errors.ts';
import { nameExhaustion } from './exhaustion.ts';

/** Codes of errors that end the whole job, whatever output is in progress. */
const OF_THE_JOB: readonly ErrorCode[] = ['cancelled', 'deadline'];

/**
 * The error with the name of its output, in `output` and at the beginning of the message. Pointers to steps lead through
 * `/outputs`. Errors that are not `NoirError` become `internal-error`, or `resource-exhausted`. Errors that end the whole
 * job stay as they are.
 */
export function branchError(thrown: unknown, index: number, output: string): unknown {
  const error = nameExhaustion(thrown);
  if (!isNoirError(error)) {
    const { title } = PROBLEMS['internal-error'];
    return new NoirError('internal-error', `Output ${output}: ${title}`, { output, cause: error });
  }
  const { code, message, limit, actual, errorCount } = error;
  if (OF_THE_JOB.includes(code)) return error;
  const errors = error.errors.map(({ pointer, reason }) => ({
    pointer: pointer.startsWith('/steps') ? `/outputs/${index}${pointer}` : pointer,
    reason,
  }));
  const said =
    errors.length > 0 ? invalidParameters(errors, errorCount).message : `Output ${output}: ${message}`;
  return new NoirError(code, said, {
    ...{ errors, errorCount, output, cause: error },
    ...(limit !== undefined && { limit }),
    ...(actual !== undefined && { actual }),
  });
}

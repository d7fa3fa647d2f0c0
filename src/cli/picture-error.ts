/** Words errors about a picture for the people at a command line. */
import { NoirError } from '../core/errors.ts';
import { hintAtMissing } from '../engine/file-error.ts';
import { formatNames } from '../formats/registry.ts';
import { hintFor } from './limits.ts';

/** Puts the file's name in front of an error about the file. Leaves other errors as they are. */
export function nameFile(error: unknown, input: string): unknown {
  if (!(error instanceof NoirError) || error.errors.length > 0 || error.status >= 500) return error;
  const name = input === '-' ? 'stdin' : input;
  if (error.code === 'not-found') {
    // One about a further file names it already.
    if (/^There is no file ./.test(error.message)) return error;
    return new NoirError(error.code, `there is no file ${name}${hintAtMissing(name)}`, { cause: error });
  }
  if (error.code === 'empty-body') return new NoirError(error.code, `${name} is empty`, { cause: error });
  if (error.code === 'unsupported-format') {
    const known = formatNames.join(', ');
    return new NoirError(error.code, `${name} is no picture that Noir reads; it reads ${known}`, {
      cause: error,
    });
  }
  return new NoirError(error.code, `${name}: ${error.message}${hintFor(error.code, error.actual)}`, {
    cause: error,
  });
}

/** Words errors about a picture for the people at a command line. */
import { NoirError } from '../core/errors.ts';
import { formatNames } from '../formats/registry.ts';
import { hintFor } from './limits.ts';
import { describeMissing } from './missing-file.ts';

/** The message of a file that was cut off behind its header. Decoders can be told to take the rest as it is. */
const ENDED_EARLY = /pixel data of the picture ends early/;

/** Puts the file's name in front of an error about the file. Leaves other errors as they are. */
export function nameFile(error: unknown, input: string): unknown {
  if (!(error instanceof NoirError) || error.errors.length > 0 || error.status >= 500) return error;
  const name = input === '-' ? 'stdin' : input;
  if (error.code === 'not-found') {
    // One about a further file names it already.
    if (/^There is no file ./.test(error.message)) return error;
    return new NoirError(error.code, describeMissing(name), { cause: error });
  }
  if (error.code === 'empty-body') return new NoirError(error.code, `${name} is empty`, { cause: error });
  // Other errors of this code say what of the file cannot be read.
  const [expected, kind] =
    /^Expected one of [^,]+(?:, [a-z]+)*(?:, received (.*))?$/.exec(error.message) ?? [];
  if (error.code === 'unsupported-format' && expected !== undefined) {
    const what = kind === undefined ? 'no picture that Noir reads' : `${kind}, which Noir does not read`;
    return new NoirError(error.code, `${name} is ${what}; it reads ${formatNames.join(', ')}`, {
      cause: error,
    });
  }
  const hint = ENDED_EARLY.test(error.message)
    ? '; failOn_none in front of the ops takes what is there'
    : hintFor(error.code, error.actual);
  return new NoirError(error.code, `${name}: ${error.message}${hint}`, { cause: error });
}

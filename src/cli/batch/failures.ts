/** Describes the pictures of a batch that could not be done. */
import { isNoirError } from '../../core/errors.ts';
import { describeCause } from '../failure.ts';
import { nameFile } from '../picture-error.ts';
import type { Problem } from './problem.ts';

/** A picture that could not be done. */
export interface Failure {
  readonly input: string;
  readonly code: string;
  /** Names the input, or the further file that is at fault. */
  readonly message: string;
}

/** A file that could not be read when the batch began. */
export class Unreadable extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** The failure that an error is, for the picture of that path. */
export function failureOf(error: unknown, path: string): Failure {
  if (error instanceof Unreadable) return { input: path, ...error.problem };
  const named = nameFile(error, path);
  if (!isNoirError(named)) {
    const message = error instanceof Error ? error.message : String(error);
    return { input: path, code: 'cannot-write', message: `${path}: ${message}` };
  }
  const { code, message, status, cause } = named;
  const why = status < 500 ? message : `${message}${describeCause(cause)}`;
  // `nameFile` leaves faults of a step and those of Noir as they are: of one picture alone they need no name.
  return { input: path, code, message: named === error ? `${path}: ${why}` : why };
}

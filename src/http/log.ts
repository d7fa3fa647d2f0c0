/** Logs the server's own faults, one line of JSON each. */

import type { ErrorCode } from '../core/errors.ts';
import { publicError } from './problem.ts';

/** The server's own faults. Overload, deadlines and shutdown are not among them, and would fill the log. */
const LOGGED: ReadonlySet<ErrorCode> = new Set([
  'internal-error',
  'backend-failed',
  'worker-lost',
  'resource-exhausted',
  'store-failed',
]);

/** Whether an error is the server's own fault. */
export function isLogged(error: unknown): boolean {
  return LOGGED.has(publicError(error).code);
}

/** The request that an error belongs to. */
export interface FailedRequest {
  /** As in `X-Request-Id`. */
  readonly requestId: string;
  /** The HTTP method, such as `GET`. */
  readonly method: string;
  /** Without the query, and without signatures and passwords. */
  readonly path: string;
}

/** Receives every error that is the server's own fault. The client sees only its title. */
export type OnError = (error: unknown, request: FailedRequest) => void;

/** Writes one line of JSON on stderr: messages and stacks, nothing of bodies. */
export function logError(error: unknown, request: FailedRequest): void {
  const line = {
    time: new Date().toISOString(),
    level: 'error',
    message: 'request failed',
    ...request,
    ...describe(error),
  };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}

function describe(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: String(error) };
  // A cause may lead back to itself.
  const cause = error.cause === undefined || depth > 4 ? {} : { cause: describe(error.cause, depth + 1) };
  return { error: error.message, stack: error.stack, ...cause };
}

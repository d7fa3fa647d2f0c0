/** Errors of middleware: a response of their own, which the app around may still replace. */
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { PROBLEMS } from '../core/errors.ts';
import type { OnError } from './log.ts';
import { loggedPath } from './logged-path.ts';
import { problemResponse, publicError } from './problem.ts';

/** The error as a response of its own, with no header of a response that was there before. */
export function failure(c: Context, error: unknown): HTTPException {
  const shown = publicError(error);
  const res = problemResponse(shown, c.get('requestId') ?? crypto.randomUUID());
  const { status, title } = PROBLEMS[shown.code];
  c.res = undefined;
  // Hono's list of codes lacks 499.
  return new HTTPException(status as ContentfulStatusCode, { res, message: title, cause: error });
}

/** Tells `onError` of an error that became a response. */
export function report(c: Context, failed: HTTPException, onError: OnError): void {
  const requestId = failed.res?.headers.get('X-Request-Id') ?? '';
  onError(failed.cause, { requestId, method: c.req.method, path: loggedPath(c) });
}

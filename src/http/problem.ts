/** Errors as problem details (RFC 9457). */

import { describeCode, isNoirError, NoirError, PROBLEMS } from '../core/errors.ts';

/** Headers that belong to a code wherever it is answered. */
const HEADERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  unauthorized: { 'WWW-Authenticate': 'Bearer' },
  // RFC 9110 section 12.5.3: tells the client which content codings would have been taken.
  'unsupported-encoding': { 'Accept-Encoding': 'identity' },
  // The rest of the request is read and thrown away, so the connection is of no more use.
  'body-limit': { Connection: 'close' },
  busy: { 'Retry-After': '1' },
  'resource-exhausted': { 'Retry-After': '1' },
  'backend-failed': { 'Retry-After': '1' },
  'store-failed': { 'Retry-After': '10' },
  'shutting-down': { 'Retry-After': '1' },
  'source-busy': { 'Retry-After': '1' },
};

/** The error to show to a client: Noir's own unchanged, any other as `internal-error`. */
export function publicError(error: unknown): NoirError {
  if (isNoirError(error) && Object.hasOwn(PROBLEMS, error.code)) return error;
  return new NoirError('internal-error', PROBLEMS['internal-error'].title, { cause: error });
}

/** The members of an RFC 9457 problem. A 5xx says nothing of the inside. */
export function describeProblem(error: NoirError, requestId: string): Record<string, unknown> {
  const { status, title } = PROBLEMS[error.code];
  return {
    type: `urn:noir:problem:${error.code}`,
    title,
    status,
    detail: status >= 500 ? describeCode(error.code) : error.message,
    instance: `urn:uuid:${requestId}`,
    code: error.code,
    requestId,
    ...(error.errors.length > 0 && { pointer: error.errors[0]?.pointer, errors: error.errors }),
    ...(error.errorCount > error.errors.length && { errorCount: error.errorCount }),
    ...(error.limit !== undefined && { limit: error.limit }),
    ...(error.actual !== undefined && { actual: error.actual }),
    ...(error.output !== undefined && { output: error.output }),
  };
}

/** Answers an error as `application/problem+json`. */
export function problemResponse(
  error: unknown,
  requestId: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const shown = publicError(error);
  return new Response(JSON.stringify(describeProblem(shown, requestId)), {
    status: PROBLEMS[shown.code].status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'X-Request-Id': requestId,
      ...HEADERS[shown.code],
      ...(shown.retryAfter !== undefined && { 'Retry-After': String(shown.retryAfter) }),
      ...headers,
    },
  });
}

/** The error for one value at fault: a query parameter, a form field, or a place in a recipe. */
export function badParameter(pointer: string, reason: string): NoirError {
  return new NoirError('invalid-parameter', reason, { errors: [{ pointer, reason }] });
}

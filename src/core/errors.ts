/**
 * The ways in which a request can fail: codes with their HTTP status, the one error class, and errors as plain data.
 */

import { type Fault, MOST_FAULTS, placeOf } from './faults.ts';

export type { Fault } from './faults.ts';

interface Kind {
  /** HTTP status that a server answers with. */
  readonly status: number;
  /** A description that holds for every occurrence and reveals nothing about the server. */
  readonly title: string;
  /** What a client can do about an error of the server, after a semicolon. Other errors say so in their messages. */
  readonly advice?: string;
}

/** For passing troubles. */
const AGAIN = 'try again in a second';

/** Every way in which a request can fail. Codes are stable: clients may rely on them. */
export const PROBLEMS = {
  'empty-body': { status: 400, title: 'The request has no picture' },
  'invalid-request': { status: 400, title: 'The request cannot be read' },
  'invalid-parameter': { status: 400, title: 'A parameter is not valid' },
  unauthorized: { status: 401, title: 'The request needs a key' },
  'bad-signature': { status: 403, title: 'The signature of the address is not valid' },
  'recipe-forbidden': { status: 403, title: 'The server does not allow this recipe' },
  'source-forbidden': { status: 403, title: 'The source of the picture is not open to this server' },
  'not-found': { status: 404, title: 'There is nothing at this address' },
  gone: { status: 410, title: 'The picture is not at this address any more' },
  'method-not-allowed': { status: 405, title: 'This address does not take that method' },
  'not-acceptable': { status: 406, title: 'The client accepts none of the types that Noir can send' },
  'request-timeout': { status: 408, title: 'The request did not arrive in time' },
  'body-limit': { status: 413, title: 'The request body is too large' },
  'unsupported-format': { status: 415, title: 'The body is not a picture of a supported format' },
  'svg-refused': { status: 415, title: 'SVG files are not taken' },
  'unsupported-depth': { status: 415, title: 'The picture uses an unsupported variant of its format' },
  'unsupported-encoding': { status: 415, title: 'The request body has an unsupported encoding' },
  'corrupt-image': { status: 422, title: 'The picture is damaged' },
  'truncated-image': { status: 422, title: 'The picture is cut short' },
  'pixel-limit': { status: 422, title: 'The picture has too many pixels' },
  'dimension-limit': { status: 422, title: 'A side of the picture is too long' },
  'memory-limit': { status: 422, title: 'The picture takes too much memory' },
  'frame-limit': { status: 422, title: 'The picture has too many frames' },
  'scan-limit': { status: 422, title: 'The picture has too many scans' },
  'segment-limit': { status: 422, title: 'The picture has too many segments' },
  'cannot-encode': { status: 422, title: 'The result does not fit the output format' },
  'cannot-process': { status: 422, title: 'No enabled backend can run these steps' },
  'header-limit': { status: 431, title: 'The address and the headers are too large' },
  // Not in the standard; nginx and many others use 499 for it. Nobody is left to read the answer.
  cancelled: { status: 499, title: 'The client left before the answer was ready' },
  'internal-error': { status: 500, title: 'An internal error occurred' },
  'bad-source': { status: 502, title: 'The source of the picture failed' },
  'source-limit': { status: 422, title: 'The file of the source is too large' },
  'source-truncated': { status: 502, title: 'The source did not send the whole file' },
  'source-not-picture': { status: 502, title: 'The source sent a page in place of a picture' },
  'source-busy': {
    status: 503,
    title: 'The source of the picture asks for fewer requests',
    advice: 'try again later',
  },
  'source-timeout': {
    status: 504,
    title: 'The source of the picture took too long',
    advice: 'try again later',
  },
  'backend-failed': { status: 503, title: 'No backend could finish the work', advice: AGAIN },
  'resource-exhausted': { status: 503, title: 'The machine has run out of a resource', advice: AGAIN },
  'store-failed': {
    status: 503,
    title: 'A store of the cache failed, and may have pictures left',
    advice: 'try again when it is back',
  },
  'worker-lost': {
    status: 503,
    title: 'The processes that worked on the picture ended',
    advice: 'the same picture is refused for ten minutes from then on',
  },
  busy: { status: 503, title: 'Too much work is waiting', advice: AGAIN },
  'shutting-down': { status: 503, title: 'The server is shutting down', advice: AGAIN },
  deadline: {
    status: 504,
    title: 'The work took longer than allowed',
    advice:
      'ask for a smaller picture or for fewer steps; whoever runs the server can allow more time (`--deadline`)',
  },
} as const satisfies Record<string, Kind>;

/** What went wrong, as a stable word: `docs/errors.md` lists all. */
export type ErrorCode = keyof typeof PROBLEMS;

/** The title of a code, with what a client can do about it. */
export function describeCode(code: ErrorCode): string {
  const { title, advice }: Kind = PROBLEMS[code];
  return advice === undefined ? title : `${title}; ${advice}`;
}

export interface ErrorDetails {
  /** The first faults found, in order. */
  readonly errors?: readonly Fault[];
  /** The number of all faults. Defaults to the length of `errors`. */
  readonly errorCount?: number;
  /** The limit that was exceeded and the actual value, in the limit's own unit. */
  readonly limit?: number;
  readonly actual?: number;
  /** The name of the output that failed, for a recipe of several outputs. */
  readonly output?: string;
  /** Seconds after which the client may try again. */
  readonly retryAfter?: number;
  readonly cause?: unknown;
}

/** The one error class that Noir throws on purpose. Messages may be shown to strangers. */
export class NoirError extends Error {
  override readonly name = 'NoirError';
  /** What went wrong; stable in all versions. */
  readonly code: ErrorCode;
  /** The first faults in a recipe, up to 20. */
  readonly errors: readonly Fault[];
  /** The number of all faults. */
  readonly errorCount: number;
  /** The limit that was passed, in its own unit: pixels, bytes, frames … Undefined for other errors. */
  readonly limit: number | undefined;
  /** The value that passed the limit, in the same unit. */
  readonly actual: number | undefined;
  /** The name of the output that failed. Undefined unless the recipe has several outputs. */
  readonly output: string | undefined;
  /** Seconds after which the client may try again. Undefined where nobody knows. */
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.errors = (details.errors ?? []).slice(0, MOST_FAULTS);
    this.errorCount = details.errorCount ?? details.errors?.length ?? 0;
    this.limit = details.limit;
    this.actual = details.actual;
    this.output = details.output;
    this.retryAfter = details.retryAfter;
  }

  /** HTTP status for this code. */
  get status(): number {
    return PROBLEMS[this.code].status;
  }

  /** The party at fault: the client when the status is below 500. */
  get fault(): 'client' | 'server' {
    return this.status < 500 ? 'client' : 'server';
  }
}

/** Whether an error is one of Noir's own, including those of a second copy of the package. */
export function isNoirError(error: unknown): error is NoirError {
  return error instanceof Error && error.name === 'NoirError' && 'code' in error;
}

/** The error for one or more faults in a recipe; the message speaks of the first, and `count` is the number of all. */
export function invalidParameters(faults: readonly Fault[], count = faults.length): NoirError {
  const [first] = faults;
  const more = count > 1 ? ` (and ${count - 1} more ${count === 2 ? 'fault' : 'faults'})` : '';
  const place = first?.pointer ? `${placeOf(first.pointer)}: ` : '';
  const message = `${place}${first?.reason}${more}`;
  return new NoirError('invalid-parameter', message, { errors: faults, errorCount: count });
}

/** An error as plain data: it survives `structuredClone` and JSON. */
export interface Problem {
  /** As `NoirError.code`. */
  readonly code: ErrorCode;
  /** May be shown to strangers, as `NoirError.message`. */
  readonly message: string;
  /** As `NoirError.errors`: the first faults in a recipe, up to 20. */
  readonly errors: readonly Fault[];
  /** As `NoirError.errorCount`. Absent when `errors` holds all faults. */
  readonly errorCount?: number;
  /** As `NoirError.limit`. */
  readonly limit?: number;
  /** As `NoirError.actual`. */
  readonly actual?: number;
  /** As `NoirError.output`. */
  readonly output?: string;
  /** As `NoirError.retryAfter`. */
  readonly retryAfter?: number;
  /** As `NoirError.fault`: the client when the status is below 500. */
  readonly fault: 'client' | 'server';
  /** Stacks of this error's causes. For logs only: a client must never see it. */
  readonly cause?: string;
}

/** An error as plain data. Everything but a `NoirError` becomes `internal-error`, its stack in `cause`. */
export function toProblem(error: unknown): Problem {
  if (!isNoirError(error) || !Object.hasOwn(PROBLEMS, error.code)) {
    const message = PROBLEMS['internal-error'].title;
    return { code: 'internal-error', message, errors: [], fault: 'server', cause: traceOf(error) };
  }
  const { code, message, errorCount, limit, actual, output, retryAfter, cause } = error;
  return {
    code,
    message,
    errors: error.errors.map(({ pointer, reason }) => ({ pointer, reason })),
    ...(errorCount > error.errors.length && { errorCount }),
    // JSON has no infinity.
    ...(isFiniteNumber(limit) && { limit }),
    ...(isFiniteNumber(actual) && { actual }),
    ...(output !== undefined && { output }),
    ...(retryAfter !== undefined && { retryAfter }),
    fault: PROBLEMS[code].status < 500 ? 'client' : 'server',
    ...(cause !== undefined && { cause: traceOf(cause) }),
  };
}

function isFiniteNumber(value: number | undefined): value is number {
  return Number.isFinite(value);
}

/** The error that `toProblem` wrote down. A code of another version of Noir becomes `internal-error`. */
export function fromProblem({ code, message, errors, cause, ...details }: Problem): NoirError {
  const { errorCount, limit, actual, output, retryAfter } = details;
  const known = Object.hasOwn(PROBLEMS, code) ? code : 'internal-error';
  return new NoirError(known, message, {
    errors,
    ...(errorCount !== undefined && { errorCount }),
    ...(limit !== undefined && { limit }),
    ...(actual !== undefined && { actual }),
    ...(output !== undefined && { output }),
    ...(retryAfter !== undefined && { retryAfter }),
    cause,
  });
}

/** Errors of a chain that are written down. A chain may lead back to its beginning. */
const LONGEST_CHAIN = 5;

/** The stack of an error, then the stacks of its causes. */
function traceOf(error: unknown): string {
  const traces: string[] = [];
  let next = error;
  do {
    traces.push(next instanceof Error ? (next.stack ?? `${next.name}: ${next.message}`) : textOf(next));
    next = next instanceof Error ? next.cause : undefined;
  } while (next !== undefined && traces.length < LONGEST_CHAIN);
  return traces.join('\ncaused by: ');
}

/** The text of a thrown value, which may be of any type. */
function textOf(value: unknown): string {
  try {
    return typeof value === 'object' ? (JSON.stringify(value) ?? 'nothing') : String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}

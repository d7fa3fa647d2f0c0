/** Whose a request is, and how long its answer may take. Kept beside the request, where no variable of an app is in the way. */
import type { Context } from 'hono';
import { readTrace, type Trace } from '../service/metrics/trace.ts';
import { tenantOf } from './tenant.ts';

export interface Client {
  /** Tells clients apart, so that each waits for its own jobs; empty where nobody knows. */
  readonly tenant: string;
  /** Milliseconds for the answer; absent for no limit. */
  readonly timeLeft?: number;
}

export interface ClientOptions {
  /** Milliseconds from the last byte of a request to its answer; no limit by default. Later answers are 504. */
  readonly deadline?: number | undefined;
  /** Whether clients are told apart by the last address in `X-Forwarded-For`; by that of the connection by default. */
  readonly behindProxy?: boolean;
  /** Whether the trace of a request (`traceparent`) is taken, and given on to sources; false by default. */
  readonly traces?: boolean;
}

const clients = new WeakMap<Context, Client>();

const traced = new WeakMap<Context, Trace>();

const UNKNOWN: Client = { tenant: '' };

/** Notes the client of a request. */
export function noteClient(c: Context, { deadline, behindProxy = false, traces }: ClientOptions): void {
  const tenant = tenantOf(c, behindProxy);
  clients.set(c, { tenant, ...(deadline !== undefined && { timeLeft: deadline }) });
  const trace = traces ? readTrace(c.req.header('traceparent'), c.req.header('tracestate')) : undefined;
  if (trace) traced.set(c, trace);
}

/** The client as it was noted. */
export function clientOf(c: Context): Client {
  return clients.get(c) ?? UNKNOWN;
}

/** The trace that a request belongs to, if it is taken. */
export function traceOf(c: Context): Trace | undefined {
  return traced.get(c);
}

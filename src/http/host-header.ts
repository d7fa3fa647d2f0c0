/** Refuses requests whose `Host` is missing or sent twice (RFC 9112, section 3.2), with a problem. */
import { randomUUID } from 'node:crypto';
import { IncomingMessage } from 'node:http';
import { NoirError } from '../core/errors.ts';
import { problemResponse } from './problem.ts';

/** The answer to a request over HTTP/1 with a wrong number of `Host` headers. Undefined when there is nothing wrong. */
export function refuseHost(incoming: unknown): Response | undefined {
  if (!(incoming instanceof IncomingMessage)) return undefined;
  const hosts = incoming.rawHeaders.filter((text, at) => at % 2 === 0 && /^host$/i.test(text)).length;
  // HTTP/1.0 has no such header.
  const isMissing = incoming.headers.host === undefined && incoming.httpVersion !== '1.0';
  if (hosts < 2 && !isMissing) return undefined;
  const error = new NoirError('invalid-request', 'A request has one Host header');
  return problemResponse(error, randomUUID(), { Connection: 'close' });
}

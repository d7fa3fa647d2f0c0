import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { NoirError } from '../core/errors.ts';
import type { Connections } from './connections.ts';
import { describeProblem } from './problem.ts';

/** What Node's HTTP parser and timers refuse before there is a request to route. */
const REFUSALS: Readonly<Record<string, readonly [status: number, code: string, detail: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'request-timeout', 'The request did not arrive in time'],
  HPE_HEADER_OVERFLOW: [431, 'header-limit', 'The address and the headers are too large'],
};

/** Answers a request that is not HTTP, too slow or too large in its headers, and hangs up. */
export function answerClientError(
  error: NodeJS.ErrnoException,
  socket: Socket,
  connections: Connections,
): void {
  // Anything written into the middle of a response would be taken for a part of it.
  if (!socket.writable || connections.answering(socket)?.headersSent) {
    socket.destroy();
    return;
  }
  const [status, code, detail] = REFUSALS[error.code ?? ''] ?? [];
  const refused = new NoirError('invalid-request', detail ?? 'The request is not valid HTTP');
  const general = describeProblem(refused, randomUUID());
  const specific = status && { type: `urn:noir:problem:${code}`, title: STATUS_CODES[status], status, code };
  const problem = { ...general, ...specific };
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[Number(problem.status)]}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}

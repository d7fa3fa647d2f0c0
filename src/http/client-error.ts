/** Answers requests that Node's HTTP parser refuses, which never reach the app. */

import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { type ErrorCode, NoirError, PROBLEMS } from '../core/errors.ts';
import type { Connections } from './connections.ts';
import { describeProblem } from './problem.ts';

/** Errors of Node's HTTP parser and timers, and the codes that Noir gives them. */
const REFUSALS: Readonly<Record<string, ErrorCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
  HPE_HEADER_OVERFLOW: 'header-limit',
};

/** Answers a request whose body arrives too slowly; then closes the connection. */
export function answerSlowBody(socket: Socket, connections: Connections): void {
  const error = Object.assign(new Error('slow'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
  answerClientError(error, socket, connections);
}

/** Answers a request that is not HTTP, is too slow, or has too large headers; then closes the connection. */
export function answerClientError(
  error: NodeJS.ErrnoException,
  socket: Socket,
  connections: Connections,
): void {
  // The client would take anything written now for a part of the response that is under way.
  if (!socket.writable || connections.answering(socket)?.headersSent) {
    socket.destroy();
    return;
  }
  const code = REFUSALS[error.code ?? ''];
  const refused = new NoirError(
    code ?? 'invalid-request',
    code ? PROBLEMS[code].title : 'The request is not valid HTTP',
  );
  const problem = describeProblem(refused, randomUUID());
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${refused.status} ${STATUS_CODES[refused.status]}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}

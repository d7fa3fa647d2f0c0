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

/** Errors of the parser to which an address leads that a client sent as people write it. */
const UNENCODED = ['HPE_INVALID_URL', 'HPE_INVALID_CONSTANT'];

/** Answers a request whose body arrives too slowly; then closes the connection. */
export function answerSlowBody(socket: Socket, connections: Connections): void {
  const error = Object.assign(new Error('slow'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
  answerClientError(error, socket, connections);
}

/**
 * Answers a request that is not HTTP, is too slow, or has too large headers, after the requests that came whole before it;
 * then closes the connection.
 */
export function answerClientError(
  error: NodeJS.ErrnoException,
  socket: Socket,
  connections: Connections,
): void {
  // Node reports what a client goes on to send as further errors.
  if (waiting.has(socket)) return;
  const responses = connections.answering(socket);
  const before = responses.findLast(({ req }) => req.complete);
  if (before && socket.writable) {
    waiting.add(socket);
    before.once('close', () => {
      waiting.delete(socket);
      answerClientError(error, socket, connections);
    });
    return;
  }
  // The client would take anything written now for a part of the response that is under way.
  if (!socket.writable || responses.some(({ headersSent }) => headersSent)) {
    socket.destroy();
    return;
  }
  refuse(socket, errorFor(error.code ?? ''));
}

/** Connections with an error that is answered after the requests before it. */
const waiting = new WeakSet<Socket>();

/** Answers `CONNECT`, with which a client asks for a tunnel. Node has taken its own listeners off the socket by then. */
export function answerConnect(socket: Socket): void {
  socket.on('error', () => {});
  refuse(socket, new NoirError('invalid-request', 'This server is no proxy'));
}

function errorFor(parserCode: string): NoirError {
  const code = REFUSALS[parserCode];
  if (code) return new NoirError(code, PROBLEMS[code].title);
  const reason = 'The request is not valid HTTP';
  if (!UNENCODED.includes(parserCode)) return new NoirError('invalid-request', reason);
  const advice = 'percent-encode blanks and all letters of the address that are not ASCII';
  return new NoirError('invalid-request', `${reason}: ${advice}`);
}

function refuse(socket: Socket, error: NoirError): void {
  const requestId = randomUUID();
  const body = JSON.stringify(describeProblem(error, requestId));
  const head = [
    `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status]}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    `X-Request-Id: ${requestId}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}

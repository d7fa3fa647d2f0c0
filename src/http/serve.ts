/** Serves an app over HTTP with limits on time and size, and closes gracefully. */

import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener, RequestError } from '@hono/node-server';
import type { Hono } from 'hono';
import { NoirError } from '../core/errors.ts';
import { answerClientError } from './client-error.ts';
import { Connections } from './connections.ts';
import { lingerAfter } from './linger.ts';
import { problemResponse } from './problem.ts';

/** All times in milliseconds. */
const DEFAULTS = {
  /** To receive a request's headers. */
  headersTimeout: 10_000,
  /** To receive a whole request. */
  requestTimeout: 30_000,
  /** Between two requests on a connection. Longer than load balancers keep theirs, most for 60 or 75 seconds. */
  keepAliveTimeout: 95_000,
  /** How often the two above are looked at. */
  connectionsCheckingInterval: 1_000,
  /** Milliseconds for a client to take any part of a finished response. */
  writeTimeout: 30_000,
  /** Milliseconds for requests to finish after `close`. */
  drainTimeout: 20_000,
  /** After an early answer, for the client to send the rest of its request. */
  lingerTimeout: 30_000,
  /** Bytes of that rest. */
  lingerBytes: 256 * 2 ** 20,
  maxConnections: 1024,
  /** Bytes of the request line and the headers. */
  maxHeaderSize: 16 * 1024,
};

export interface ServeOptions extends Partial<typeof DEFAULTS> {
  /** 0 takes any free one. */
  readonly port: number;
  /** Address to listen on; every one of this machine when it is left out. */
  readonly hostname?: string;
}

/** A server that listens. */
export interface Listening {
  readonly url: string;
  readonly port: number;
  /** Lets requests finish for up to `drainTimeout`, then cuts them off. */
  close(): Promise<void>;
}

/** An app that `serve` tells when the server is going down; `createApp` makes one. */
type App = Pick<Hono, 'fetch'> & { drain?(): void };

/**
 * Serves an app over HTTP, with limits on the time and the bytes of a client's requests. Throws an error that names
 * the port when it cannot listen there.
 */
export async function serve(app: App, options: ServeOptions): Promise<Listening> {
  const settings = { ...DEFAULTS, ...options };
  const server = createServer(settings);
  server.maxConnections = settings.maxConnections;
  const connections = new Connections(server);
  server.on('clientError', (error, socket) => answerClientError(error, socket as never, connections));
  server.on('request', (incoming, response) => {
    lingerAfter(incoming, response, settings);
    // Not before: while the picture is made, the client rightly sends and takes nothing.
    response.once('prefinish', () => response.socket?.setTimeout(settings.writeTimeout));
  });
  // Last, because an app may answer at once. HTTP/1.0 has no Host header; Node demands one of later requests.
  const host = { hostname: 'localhost', errorHandler: answerUnrouted, autoCleanupIncoming: false };
  server.on('request', getRequestListener(app.fetch, host));
  await listen(server, settings);
  const { port } = server.address() as AddressInfo;
  let closed: Promise<void> | undefined;
  return {
    port,
    url: `http://${hostOf(options.hostname)}:${port}`,
    close() {
      app.drain?.();
      closed ??= drain(server, connections, settings.drainTimeout);
      return closed;
    },
  };
}

function listen(server: Server, { port, hostname }: ServeOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    // This listener stays: a connection that cannot be accepted later reports here, and must not end the process.
    server.on('error', (error: NodeJS.ErrnoException) => {
      const reasons: Record<string, string> = {
        EADDRINUSE: 'another program listens there',
        EACCES: 'this user may not listen there',
      };
      const reason = reasons[error.code ?? ''] ?? error.message;
      reject(new Error(`cannot listen on port ${port}: ${reason}`, { cause: error }));
    });
    server.listen({ port, host: hostname }, resolve);
  });
}

function drain(server: Server, connections: Connections, timeout: number): Promise<void> {
  return new Promise((resolve) => {
    const cutOff = setTimeout(() => server.closeAllConnections(), timeout);
    server.close(() => {
      clearTimeout(cutOff);
      resolve();
    });
    connections.closeWhenIdle();
  });
}

/** Answers a request whose address is not a URL. Such a request never reaches the app. */
function answerUnrouted(error: unknown): Response {
  const known = error instanceof RequestError;
  return problemResponse(known ? new NoirError('invalid-request', error.message) : error, randomUUID());
}

function hostOf(hostname = 'localhost'): string {
  return hostname.includes(':') ? `[${hostname}]` : hostname;
}

/** Serves an app over HTTP with limits on time and size, and closes gracefully. */

import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { getRequestListener, RequestError } from '@hono/node-server';
import type { Hono } from 'hono';
import { NoirError } from '../core/errors.ts';
import { answerClientError, answerConnect, answerSlowBody } from './client-error.ts';
import { Connections } from './connections.ts';
import { watchCrowd } from './crowd.ts';
import { refuseHost } from './host-header.ts';
import { LeastRate } from './least-rate.ts';
import { lingerAfter } from './linger.ts';
import { problemResponse } from './problem.ts';
import { faultOfSocketPath } from './socket-path.ts';
import { removeStaleSocket } from './stale-socket.ts';

/** All times in milliseconds. */
const DEFAULTS = {
  /** To receive a request's headers. */
  headersTimeout: 10_000,
  /** Bytes a second that a client has to send of a body, or take of an answer, on average over `rateWindow`. */
  leastRate: 16 * 1024,
  rateWindow: 10_000,
  /** Between two requests on a connection. Longer than load balancers keep theirs, most for 60 or 75 seconds. */
  keepAliveTimeout: 95_000,
  /** How often `headersTimeout` is looked at. */
  connectionsCheckingInterval: 1_000,
  /** For requests to finish after the server stopped listening. */
  drainTimeout: 14_000,
  /** After an early answer, for the client to send the rest of its request. */
  lingerTimeout: 30_000,
  /** Bytes of that rest. */
  lingerBytes: 256 * 2 ** 20,
  /** Requests on further connections are answered 503, but for those of probes. */
  maxConnections: 1024,
  /** Bytes of the request line and the headers. */
  maxHeaderSize: 16 * 1024,
};

/** Milliseconds in which a request that was sent before the server stopped listening arrives. */
const UNDER_WAY = 1000;

/** Milliseconds without an event that count as quiet, in which each turn of the event loop is a short one. */
const QUIET = 2;
const SHORT_TURN = 0.1;
/** Milliseconds that the server waits for that at most. */
const MOST_WAITING = 500;

/** Options of `serve`. All times are in milliseconds. */
export interface ServeOptions extends Partial<typeof DEFAULTS> {
  /** 0 takes any free one. Needed unless there is a `socket`. */
  readonly port?: number;
  /** Address to listen on; every one of this machine when it is left out. */
  readonly hostname?: string;
  /** Path of a Unix socket to listen on in place of a port. A file there that a dead server left is replaced. */
  readonly socket?: string;
  /** Is told of each connection that is refused because as many as `limit` are open. */
  readonly onCrowd?: (limit: number) => void;
}

/** A server that listens. */
export interface Listening {
  /** `unix:` and the path for a socket. */
  readonly url: string;
  /** 0 for a socket. */
  readonly port: number;
  /**
   * Makes `/readyz` answer 503, and goes on serving for `delay` milliseconds, so that load balancers notice; 0 unless
   * given. Then stops listening, lets requests finish for up to `drainTimeout`, and cuts off the others.
   */
  close(delay?: number): Promise<void>;
}

/** An app that `serve` tells when the server is going down; `createApp` makes one. */
type App = Pick<Hono, 'fetch'> & { drain?(): void };

/**
 * Serves an app over HTTP, with limits on the time and the bytes of a client's requests. Throws an error that names
 * the port when it cannot listen there.
 */
export async function serve(app: App, options: ServeOptions): Promise<Listening> {
  const settings = { ...DEFAULTS, ...options };
  // A body may take as long as it likes, if it keeps the least rate. Node's own refusal of a missing Host has no body.
  const server = createServer({ ...settings, requestTimeout: 0, requireHostHeader: false });
  const connections = new Connections(server);
  watchCrowd(server, { ...settings, connections });
  const leastRate = new LeastRate(settings);
  server.on('clientError', (error, socket) => answerClientError(error, socket as never, connections));
  server.on('request', (incoming, response) => {
    lingerAfter(incoming, response, settings);
    leastRate.watchUpload(incoming, response, () => answerSlowBody(incoming.socket, connections));
    leastRate.watchDownload(response);
  });
  server.on('connect', (_, socket) => answerConnect(socket as never));
  // Node would refuse other expectations with an empty 417; nobody has to heed them (RFC 9110, section 10.1.1).
  server.on('checkExpectation', (incoming, response) => server.emit('request', incoming, response));
  server.on('checkContinue', (incoming, response) => {
    // The client is asked for its body by whoever reads it, so that it sends none that is refused.
    incoming.once('resume', () => {
      if (!response.headersSent) response.writeContinue();
    });
    server.emit('request', incoming, response);
  });
  // Last, because an app may answer at once. HTTP/1.0 has no Host header.
  const host = { hostname: 'localhost', errorHandler: answerUnrouted, autoCleanupIncoming: false };
  const answer: Parameters<typeof getRequestListener>[0] = (request, env) =>
    refuseHost(env.incoming) ?? app.fetch(request, env);
  server.on('request', getRequestListener(answer, host));
  await listen(server, settings);
  let closed: Promise<void> | undefined;
  return {
    ...placeOf(server, options),
    close(delay = 0) {
      app.drain?.();
      closed ??= drain(server, connections, { delay, timeout: settings.drainTimeout });
      return closed;
    },
  };
}

async function listen(server: Server, { port, hostname, socket }: ServeOptions): Promise<void> {
  const cannot = `cannot listen on ${socket ?? `port ${port}`}`;
  if (socket !== undefined) {
    const fault = await faultOfSocketPath(socket);
    if (fault !== undefined) throw new Error(`${cannot}: ${fault}`);
    await removeStaleSocket(socket);
  } else if (port === undefined) throw new Error('serve needs a port, or a socket');
  return new Promise((resolve, reject) => {
    // This listener stays: a connection that cannot be accepted later reports here, and must not end the process.
    server.on('error', (error: NodeJS.ErrnoException) => {
      const reasons: Record<string, string> = {
        EADDRINUSE: 'another program listens there',
        EACCES: 'this user may not listen there',
        EADDRNOTAVAIL: `this machine does not have the address ${hostname}`,
        ENOTFOUND: `there is no host ${hostname}`,
      };
      const reason = reasons[error.code ?? ''] ?? error.message;
      reject(new Error(`${cannot}: ${reason}`, { cause: error }));
    });
    server.listen(socket === undefined ? { port, host: hostname } : { path: socket }, resolve);
  });
}

async function drain(
  server: Server,
  connections: Connections,
  { delay, timeout }: { readonly delay: number; readonly timeout: number },
): Promise<void> {
  connections.closeAfterAnswers();
  if (delay > 0) await pause(delay);
  await quietMoment(server);
  await new Promise<void>((resolve) => {
    const cutOff = setTimeout(() => server.closeAllConnections(), timeout);
    const closing = setTimeout(() => connections.closeWhenIdle(), UNDER_WAY);
    server.close(() => {
      clearTimeout(cutOff);
      clearTimeout(closing);
      resolve();
    });
  });
}

/**
 * Waits for a moment in which nothing happens. The system resets connections that it holds when the server stops
 * listening. Node takes one of them in a turn of the event loop, and a turn that reads uploads lasts several
 * milliseconds, in which others come; a client that has its answer comes back at once.
 */
async function quietMoment(server: Server): Promise<void> {
  const begun = performance.now();
  let busy = begun;
  const note = () => {
    busy = performance.now();
  };
  server.on('connection', note);
  for (let now = begun; now - busy < QUIET && now - begun < MOST_WAITING; ) {
    await new Promise(setImmediate);
    const before = now;
    now = performance.now();
    if (now - before > SHORT_TURN) note();
  }
  server.off('connection', note);
}

/** Answers a request whose address is not a URL. Such a request never reaches the app. */
function answerUnrouted(error: unknown): Response {
  const known = error instanceof RequestError;
  return problemResponse(known ? new NoirError('invalid-request', error.message) : error, randomUUID());
}

function placeOf(server: Server, { hostname, socket }: ServeOptions): Pick<Listening, 'url' | 'port'> {
  if (socket !== undefined) return { url: `unix:${socket}`, port: 0 };
  const { port } = server.address() as AddressInfo;
  return { url: `http://${hostOf(hostname)}:${port}`, port };
}

function hostOf(hostname = 'localhost'): string {
  return hostname.includes(':') ? `[${hostname}]` : hostname;
}

/**
 * Answers 503 on connections beyond those that a server takes, so that their clients know when to come back. A limit of the
 * system or of Node's own resets a connection, which clients take for a broken server.
 */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { MiddlewareHandler } from 'hono';
import { NoirError } from '../core/errors.ts';
import { connectionOf } from './body.ts';
import type { Connections } from './connections.ts';
import { problemResponse } from './problem.ts';

const crowded = new WeakSet<Socket>();

interface Crowd {
  /** Connections whose requests are done. */
  readonly maxConnections: number;
  /** Is told of each connection beyond them. */
  readonly onCrowd?: ((limit: number) => void) | undefined;
  readonly connections: Pick<Connections, 'closeOldestIdle'>;
}

/** Share of the connections that may be open beside them to be refused in words. The server closes any further ones at once. */
const BESIDE = 1 / 4;

/**
 * Makes room for connections beyond the limit by closing idle ones, which clients keep for requests that may never come. Marks the
 * connections for which there is no room, for `refuseCrowd`.
 */
export function watchCrowd(server: Server, { maxConnections, onCrowd, connections }: Crowd): void {
  const open = new Set<Socket>();
  server.maxConnections = maxConnections + Math.ceil(maxConnections * BESIDE);
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    if (open.size <= maxConnections) return;
    const idle = connections.closeOldestIdle();
    if (idle) return void open.delete(idle);
    crowded.add(socket);
    onCrowd?.(maxConnections);
  });
  server.on('drop', () => onCrowd?.(maxConnections));
}

/** Refuses requests on such connections with `busy`, and closes them. */
export const refuseCrowd: MiddlewareHandler = async function refuseCrowd(c, next) {
  const socket = connectionOf(c)?.incoming.socket;
  if (!socket || !crowded.has(socket)) return next();
  const error = new NoirError('busy', 'Too many connections are open; try again in a second');
  return problemResponse(error, c.get('requestId'), { Connection: 'close' });
};

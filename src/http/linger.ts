/**
 * Lingering close (RFC 9112, section 9.6). A client that is refused before it has sent everything often reads the answer
 * only after its last byte. If the server closed the connection, the client would lose the answer to a reset.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { takeTurns } from './turns.ts';

/** Limits for reading the rest of a request that is answered already. */
export interface Patience {
  /** Milliseconds. */
  readonly lingerTimeout: number;
  readonly lingerBytes: number;
}

/**
 * After the response is written, reads and discards the rest of the request. Ends the connection when the client
 * takes too long or sends too much.
 */
export function lingerAfter(incoming: IncomingMessage, response: ServerResponse, patience: Patience): void {
  response.once('prefinish', () => {
    if (!incoming.complete && !incoming.destroyed) readOn(incoming, patience);
  });
}

function readOn(incoming: IncomingMessage, { lingerTimeout, lingerBytes }: Patience): void {
  const { socket } = incoming;
  const close = socket.destroySoon.bind(socket);
  let left = lingerBytes;
  const stop = () => {
    clearTimeout(timer);
    incoming.off('data', count);
    // Node ends a connection that is not kept by this method: from now on it may.
    socket.destroySoon = close;
    if (socket.writableEnded || !incoming.complete) close();
  };
  const count = (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) stop();
    else takeTurns(incoming, chunk.length);
  };
  const timer = setTimeout(stop, lingerTimeout);
  timer.unref();
  // Ends the answer's side alone; the client's side stays open.
  socket.destroySoon = () => void socket.end();
  incoming.once('close', stop);
  incoming.once('end', stop);
  incoming.on('data', count);
  incoming.resume();
}

/** Tracks the connections of a server, so that it can close without cutting an answer off. */

import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * The connections of a server, and the responses under way on each: several where a client sends requests ahead. Node's
 * own `closeIdleConnections` keeps connections that have not sent anything yet, which browsers open in advance.
 */
export class Connections {
  readonly #answers = new Map<Socket, Set<ServerResponse>>();
  #lastAnswers = false;
  #closing = false;

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.#answers.set(socket, new Set());
      socket.once('close', () => this.#answers.delete(socket));
    });
    server.on('request', ({ socket }, response) => {
      this.#answers.get(socket)?.add(response);
      if (this.#lastAnswers) sayClose(response);
      response.once('close', () => this.#finished(socket, response));
    });
  }

  /** The responses under way on a connection, in the order of their requests. */
  answering(socket: Socket): readonly ServerResponse[] {
    return [...(this.#answers.get(socket) ?? [])];
  }

  /**
   * Says `Connection: close` in each response from now on. A client that sends requests on a kept connection then opens
   * a new one, before idle connections are closed, which would lose a request that is on its way.
   */
  closeAfterAnswers(): void {
    this.#lastAnswers = true;
    for (const responses of this.#answers.values()) {
      // Node closes the connection after this one.
      const last = [...responses].at(-1);
      if (last) sayClose(last);
    }
  }

  /** Closes connections without a request now, and the others after their responses. */
  closeWhenIdle(): void {
    this.#closing = true;
    this.closeAfterAnswers();
    for (const [socket, responses] of this.#answers) if (responses.size === 0) socket.destroySoon();
  }

  #finished(socket: Socket, response: ServerResponse): void {
    const responses = this.#answers.get(socket);
    responses?.delete(response);
    if (this.#closing && responses?.size === 0) socket.destroySoon();
  }
}

function sayClose(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}

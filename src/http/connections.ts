/** Tracks the connections of a server, so that it can close without cutting an answer off. */

import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * The connections of a server, and the response under way on each. Node's own `closeIdleConnections` keeps
 * connections that have not sent anything yet, which browsers open in advance.
 */
export class Connections {
  readonly #answers = new Map<Socket, ServerResponse | undefined>();
  #lastAnswers = false;
  #closing = false;

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.#answers.set(socket, undefined);
      socket.once('close', () => this.#answers.delete(socket));
    });
    server.on('request', ({ socket }, response) => {
      this.#answers.set(socket, response);
      if (this.#lastAnswers) sayClose(response);
      response.once('close', () => this.#finished(socket, response));
    });
  }

  /** The response that is under way on a connection. */
  answering(socket: Socket): ServerResponse | undefined {
    return this.#answers.get(socket);
  }

  /**
   * Says `Connection: close` in each response from now on. A client that sends requests on a kept connection then opens
   * a new one, before idle connections are closed, which would lose a request that is on its way.
   */
  closeAfterAnswers(): void {
    this.#lastAnswers = true;
    for (const response of this.#answers.values()) if (response) sayClose(response);
  }

  /** Closes connections without a request now, and the others after their responses. */
  closeWhenIdle(): void {
    this.#closing = true;
    this.closeAfterAnswers();
    for (const [socket, response] of this.#answers) if (!response) socket.destroySoon();
  }

  #finished(socket: Socket, response: ServerResponse): void {
    // With pipelining the next request may have begun already.
    if (this.#answers.get(socket) !== response) return;
    this.#answers.set(socket, undefined);
    if (this.#closing) socket.destroySoon();
  }
}

function sayClose(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}

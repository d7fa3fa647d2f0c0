/** Tracks the connections of a server, so that it can close without cutting an answer off. */

import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * The connections of a server, and the responses under way on each: several where a client sends requests ahead. Node's
 * own `closeIdleConnections` keeps connections that have not sent anything yet, which browsers open in advance.
 */
export class Connections {
  readonly #answers = new Map<Socket, Set<ServerResponse>>();
  /** Connections between two requests, with the bytes that had arrived then; the one that rests the longest first. */
  readonly #idle = new Map<Socket, number>();
  #lastAnswers = false;
  #closing = false;

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.#answers.set(socket, new Set());
      socket.once('close', () => {
        this.#answers.delete(socket);
        this.#idle.delete(socket);
      });
    });
    server.on('request', ({ socket }, response) => {
      this.#answers.get(socket)?.add(response);
      this.#idle.delete(socket);
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

  /** Closes the connection that has waited for its next request the longest, and returns it. Undefined when none waits. */
  closeOldestIdle(): Socket | undefined {
    for (const [socket, read] of this.#idle) {
      // The beginning of a request has arrived.
      if (socket.bytesRead !== read) continue;
      this.#idle.delete(socket);
      socket.destroySoon();
      return socket;
    }
    return undefined;
  }

  #finished(socket: Socket, response: ServerResponse): void {
    const responses = this.#answers.get(socket);
    responses?.delete(response);
    if (responses?.size !== 0) return;
    if (this.#closing) socket.destroySoon();
    else this.#idle.set(socket, socket.bytesRead);
  }
}

function sayClose(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}

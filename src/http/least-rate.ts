/**
 * Ends transfers that are slower than a least rate. A large body on a slow line may take minutes; a client that sends or
 * takes next to nothing may not keep a connection, and the memory behind it.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export interface Rate {
  /** Bytes a second that a client has to send or take, on average over the window. */
  readonly leastRate: number;
  /** Milliseconds. */
  readonly rateWindow: number;
}

/** Looks at a transfer in each window. */
const LOOKS = 10;

interface Transfer {
  /** Bytes so far. Undefined while the transfer waits for us. */
  progress(): number | undefined;
  onSlow(): void;
  /** The progress at the last looks, oldest first. */
  looks: number[];
}

export class LeastRate {
  readonly #least: number;
  readonly #interval: number;
  readonly #transfers = new Set<Transfer>();
  #timer: NodeJS.Timeout | undefined;

  constructor({ leastRate, rateWindow }: Rate) {
    this.#least = (leastRate * rateWindow) / 1000;
    this.#interval = rateWindow / LOOKS;
  }

  /** Calls `onSlow` when the request's body arrives too slowly. The time before somebody reads it does not count. */
  watchUpload(incoming: IncomingMessage, response: ServerResponse, onSlow: () => void): void {
    const { socket } = incoming;
    const progress = () => (incoming.readableFlowing ? socket.bytesRead : undefined);
    const end = this.#watch(progress, onSlow);
    for (const event of ['end', 'close'] as const) incoming.once(event, end);
    response.once('prefinish', end);
  }

  /** Ends the connection when the client takes a finished response too slowly. */
  watchDownload(response: ServerResponse): void {
    response.once('prefinish', () => {
      const { socket } = response;
      if (!socket) return;
      const end = this.#watch(
        () => socket.bytesWritten - waitingBytes(socket),
        () => socket.destroy(),
      );
      response.once('close', end);
    });
  }

  /** Returns a function that ends the watch. */
  #watch(progress: Transfer['progress'], onSlow: () => void): () => void {
    const transfer = { progress, onSlow, looks: [] };
    this.#transfers.add(transfer);
    this.#timer ??= setInterval(() => this.#look(), this.#interval).unref();
    return () => {
      this.#transfers.delete(transfer);
      if (this.#transfers.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }

  #look(): void {
    for (const transfer of this.#transfers) {
      const now = transfer.progress();
      transfer.looks = now === undefined ? [] : [...transfer.looks.slice(-LOOKS), now];
      const [first = 0] = transfer.looks;
      if (now === undefined || transfer.looks.length <= LOOKS || now - first >= this.#least) continue;
      this.#transfers.delete(transfer);
      transfer.onSlow();
    }
  }
}

/** Node's handle of a socket, which alone knows how much of the write under way the client's side has not taken. */
interface Handle {
  readonly _handle?: { readonly writeQueueSize?: number } | null;
}

/** Bytes that are written and not sent. */
function waitingBytes(socket: Socket): number {
  return (socket as unknown as Handle)._handle?.writeQueueSize || socket.writableLength;
}

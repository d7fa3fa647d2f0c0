/** How quick the connection to the server is, and what is there sooner because of it. No DOM. */

/** Bytes of a transfer that tells of the connection: fewer tell of little but its latency. */
const LEAST_TELLING = 20_000;

/** Milliseconds of a transfer that belong to no byte: latency, and a browser or a server that is busy. */
const LATENCY = 50;

/** Milliseconds of transfer from which on a preview is slow. Below that the work on the server counts, which a preview makes less. */
const SLOW = 500;

/** The full result, as far as it is known before it is made. */
export interface Awaited {
  /** Bytes of the picture and of the result together. */
  readonly bytes: number;
  /** Milliseconds of work on the server. */
  readonly work: number;
}

export class Pace {
  /** Milliseconds for a byte. */
  #perByte = 0;

  /** Takes a transfer: bytes in both directions, and its milliseconds without the work on the server. */
  add(bytes: number, time: number): void {
    if (bytes >= LEAST_TELLING) this.#perByte = Math.max(0, time - LATENCY) / bytes;
  }

  /** Whether the full result is there before a preview of so many bytes in both directions, since the connection is slow. */
  isSooner({ bytes, work }: Awaited, previewBytes: number): boolean {
    const preview = previewBytes * this.#perByte;
    return preview > SLOW && bytes * this.#perByte + work < preview;
  }
}

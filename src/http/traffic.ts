/**
 * Limits the memory that requests take outside their work, over all connections: bodies that arrive or wait, files that
 * sources send, and answers that their clients have not taken yet.
 */
import type { ServerResponse } from 'node:http';

/** The bytes that one request holds. */
export interface Hold {
  /** Holds more bytes. Returns false, and holds none of them, when they do not fit. */
  grow(bytes: number): boolean;
  /** Holds this number of bytes from now on, whether they fit or not: they are in memory already. */
  become(bytes: number): void;
  /** Holds nothing from now on, whatever is added. Repeating it has no effect. */
  release(): void;
}

export class Traffic {
  readonly #most: number;
  #held = 0;

  /** `most` in bytes. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Bytes that are held now. */
  get held(): number {
    return this.#held;
  }

  /** Holds the bytes of a body. Returns undefined when they do not fit. */
  admit(bytes: number): Hold | undefined {
    if (!this.#fits(bytes)) return undefined;
    let [own, isReleased] = [bytes, false];
    this.#held += bytes;
    const become = (next: number) => {
      if (isReleased) return;
      this.#held += next - own;
      own = next;
    };
    const grow = (more: number) => {
      if (isReleased) return true;
      const fits = this.#fits(more, own);
      if (fits) become(own + more);
      return fits;
    };
    const release = () => {
      become(0);
      isReleased = true;
    };
    return { grow, become, release };
  }

  /** A body larger than the whole limit fits when nobody else holds anything. */
  #fits(bytes: number, own = 0): boolean {
    return bytes === 0 || this.#held === own || this.#held + bytes <= this.#most;
  }
}

/** Exchanges the body's bytes for the answer's once the answer is written, and gives them back when it is taken. */
export function holdUntilTaken(response: ServerResponse, hold: Hold): void {
  response.once('prefinish', () => hold.become(response.writableLength));
  response.once('close', hold.release);
  if (response.closed) hold.release();
}

/**
 * A file that is open for reading. `FileHandle` of Node makes a trip to the thread pool for each call, and `readFile` one more
 * for each 512 KiB: nine for a photo of 1.8 MB, and each costs up to 0.1 ms of processor time. Here there are two. What the system
 * knows of an open file, and closing one that was only read, do not wait for a disk.
 */
import { type BigIntStats, closeSync, constants, fstatSync, open, read } from 'node:fs';

/** Whether the system can refuse to open a link. */
export const REFUSES_LINKS = constants.O_NOFOLLOW !== undefined;

/** A pipe does not block. */
const TO_READ = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Bytes that a call may ask for. */
const MOST = 2 ** 30;

/** What is known of an open file. */
export interface FileFacts {
  readonly isFile: boolean;
  /** Bytes. */
  readonly length: number;
  readonly modified: Date;
  /** Changes when the file is written, or when another one takes its place. */
  readonly stamp: string;
}

/** The `stamp` of a file. */
export function stampOf({ size, mtimeNs, ino }: BigIntStats): string {
  return [size, mtimeNs, ino].map((number) => number.toString(36)).join('-');
}

export class OpenFile {
  readonly #descriptor: number;

  private constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  /** Rejects with the error of the system, which is ELOOP for a link in the place of the file, unless links are followed. */
  static open(path: string, { followLinks = false } = {}): Promise<OpenFile> {
    const refused = REFUSES_LINKS && !followLinks ? constants.O_NOFOLLOW : 0;
    return new Promise((resolve, reject) => {
      open(path, TO_READ | refused, (error, descriptor) => {
        if (error) reject(error);
        else resolve(new OpenFile(descriptor));
      });
    });
  }

  facts(): FileFacts {
    const stats = fstatSync(this.#descriptor, { bigint: true });
    return {
      isFile: stats.isFile(),
      length: Number(stats.size),
      modified: stats.mtime,
      stamp: stampOf(stats),
    };
  }

  /** The first bytes, as many as fit into the array, or fewer if the file is shorter. */
  async read<Bytes extends Uint8Array>(bytes: Bytes): Promise<Bytes> {
    for (let done = 0; done < bytes.length; ) {
      const count = await this.#readPart(bytes, done);
      if (count === 0) return bytes.subarray(0, done) as Bytes;
      done += count;
    }
    return bytes;
  }

  #readPart(bytes: Uint8Array, from: number): Promise<number> {
    const length = Math.min(bytes.length - from, MOST);
    return new Promise((resolve, reject) => {
      read(this.#descriptor, bytes, from, length, from, (error, count) => {
        if (error) reject(error);
        else resolve(count);
      });
    });
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

/**
 * Carries large parts of messages between two processes through files in memory, with one copy in and one copy out.
 * Through a socket, 1 MB takes 17 reads, each in a round of the event loop, and a millisecond of processor time more.
 */
import { constants, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';

/** Files in memory on Linux. A container may have 64 MiB there, or none. */
const FOLDER = '/dev/shm';

/** `O_TMPFILE` of Linux on x86 and ARM: a file without a name, which is gone with the last process that has it open. */
const UNNAMED = 0o20200000;

/** The first byte says whether a part waits in the file. Parts begin at the next page. */
const START = 4096;

/** Bytes of a part at most. Larger ones are rare, and go through the socket. */
const MOST = 16 * 2 ** 20;

/** Bytes that stay allocated after a part, because new memory costs four times as much as its copy. */
const KEPT = 4 * 2 ** 20;

/** Opens the file of a lane. Undefined where there are no such files; messages then go through the socket alone. */
export function openLane(): number | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    return openSync(FOLDER, constants.O_RDWR | UNNAMED, 0o600);
  } catch {
    return undefined;
  }
}

/** One direction of a lane, which holds one part at a time. Only one process writes parts, and only one reads them. */
export class Lane {
  readonly #fd: number;
  readonly #flag = new Uint8Array(1);
  #turn = 0;

  constructor(fd: number) {
    this.#fd = fd;
  }

  /** Puts a part into the file. False when another one is still there, or when there is no memory left for it. */
  put(bytes: Uint8Array): boolean {
    if (bytes.length > MOST) return false;
    try {
      if (this.#isFull()) return false;
      for (let done = 0; done < bytes.length; ) {
        done += writeSync(this.#fd, bytes, done, bytes.length - done, START + done);
      }
      this.#mark(1);
      this.#turn++;
      return true;
    } catch {
      return false;
    }
  }

  /** Fills an array with the part, and makes room for the next one. Throws a RangeError when the part is shorter. */
  take(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) {
      const count = readSync(this.#fd, bytes, done, bytes.length - done, START + done);
      if (count === 0) throw new RangeError('a part is not in its lane');
      done += count;
    }
    if (bytes.length > KEPT) ftruncateSync(this.#fd, START);
    this.#mark(0);
  }

  /** Returns a function that tells whether the part that was put last has been taken. */
  receipt(): () => boolean {
    const turn = this.#turn;
    return () => this.#turn > turn || !this.#isFull();
  }

  #isFull(): boolean {
    return readSync(this.#fd, this.#flag, 0, 1, 0) === 1 && this.#flag[0] !== 0;
  }

  #mark(value: number): void {
    this.#flag[0] = value;
    writeSync(this.#fd, this.#flag, 0, 1, 0);
  }
}

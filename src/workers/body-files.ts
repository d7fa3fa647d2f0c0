/**
 * Files in memory that take bodies while they arrive, so that a worker reads them from there. A body is copied once less
 * than through a lane, and is not in V8's memory: there, each 32 MiB that arrive cost a full garbage collection.
 */
import {
  close,
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import type { Body } from '../engine/job.ts';
import { mayPeek } from '../formats/registry.ts';
import { openLane } from './lanes.ts';

/** Bytes at the beginning that planning gets. Headers with large profiles or thumbnails fit too. */
const HEAD = 2 ** 16;

/** Files that wait for the next body, and bytes of each at most: new memory costs four times as much as its copy. */
const [MOST_IDLE, KEPT] = [4, 4 * 2 ** 20];

export class BodyFiles {
  /** The path of a file of one byte, for a worker to try whether it may read such files. Undefined where there are none. */
  readonly trial: string | undefined;
  readonly #trial = openLane();
  readonly #idle: number[] = [];
  #closed = false;

  constructor() {
    if (this.#trial === undefined) return;
    ftruncateSync(this.#trial, 1);
    this.trial = pathOf(this.#trial);
  }

  /** Undefined where there are no files in memory, or no descriptor is left. */
  open(): Body | undefined {
    if (this.#closed) return undefined;
    const fd = this.#idle.pop() ?? openLane();
    return fd === undefined ? undefined : new BodyFile(fd, (isReused) => this.#takeBack(fd, isReused));
  }

  close(): void {
    if (!this.#closed && this.#trial !== undefined) closeSync(this.#trial);
    this.#closed = true;
    for (const fd of this.#idle.splice(0)) closeSync(fd);
  }

  #takeBack(fd: number, isReused: boolean): void {
    if (!isReused || this.#closed || this.#idle.length >= MOST_IDLE || fstatSync(fd).size > KEPT) {
      // To free 32 MiB takes 7 ms, so another thread does it.
      close(fd, () => {});
    } else this.#idle.push(fd);
  }
}

/** The path at which another process of the same user opens a file of this one. */
function pathOf(fd: number): string {
  return `/proc/${process.pid}/fd/${fd}`;
}

class BodyFile implements Body {
  readonly #fd: number;
  readonly #end: (isReused: boolean) => void;
  readonly #head = Buffer.allocUnsafe(HEAD);
  #length = 0;
  /** All of it, once there was no memory left for files. */
  #chunks: Uint8Array[] | undefined;
  #isOpen = true;

  constructor(fd: number, end: (isReused: boolean) => void) {
    this.#fd = fd;
    this.#end = end;
  }

  write(chunk: Uint8Array): void {
    if (!this.#isOpen) return;
    if (this.#length < HEAD) this.#head.set(chunk.subarray(0, HEAD - this.#length), this.#length);
    this.#chunks?.push(chunk);
    if (!this.#chunks && !this.#put(chunk)) this.#chunks = [this.#read(), chunk];
    this.#length += chunk.length;
  }

  source(): ReturnType<Body['source']> {
    const [path, length, head] = [pathOf(this.#fd), this.#length, this.#head.subarray(0, this.#length)];
    if (this.#chunks) return { kind: 'bytes', bytes: Buffer.concat(this.#chunks) };
    // Nobody could plan for the others by their beginning.
    if (!mayPeek(head)) return { kind: 'bytes', bytes: this.#read() };
    return { kind: 'file', path, length, head, inMemory: true };
  }

  close(isRead: boolean): void {
    if (this.#isOpen) this.#end(isRead);
    this.#isOpen = false;
  }

  #put(chunk: Uint8Array): boolean {
    try {
      for (let done = 0; done < chunk.length; ) {
        done += writeSync(this.#fd, chunk, done, chunk.length - done, this.#length + done);
      }
      return true;
    } catch {
      return false;
    }
  }

  #read(): Uint8Array {
    const bytes = Buffer.allocUnsafeSlow(this.#length);
    fill(this.#fd, bytes);
    return bytes;
  }
}

/** Fills an array from such a file of the front's. False when it is gone, or when the system forbids it. */
export function mayRead(path: string, bytes: Uint8Array): boolean {
  try {
    // The front may have closed it, and have a pipe at its number by now.
    const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      fill(fd, bytes);
    } finally {
      closeSync(fd);
    }
    return true;
  } catch {
    return false;
  }
}

function fill(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) {
    const count = readSync(fd, bytes, done, bytes.length - done, done);
    if (count === 0) throw new RangeError('a body is not in its file');
    done += count;
  }
}

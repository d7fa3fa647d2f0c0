/**
 * Keeps a log that nobody reads from harming the server. Node holds what a pipe does not take in memory, without a limit, and
 * a process does not end before its pipe has taken all.
 */
import type { Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';

/** Bytes of lines that wait for a reader at most. */
const MOST = 2 ** 20;

/** Drops lines while `most` bytes wait in the stream. Calls `say` with their number as soon as the others have been read. */
export function dropUnread(stream: Writable, say: (count: number) => void, most: number = MOST): void {
  const write = stream.write;
  let dropped = 0;
  stream.write = (...given: unknown[]) => {
    if (stream.writableLength < most) return Reflect.apply(write, stream, given);
    dropped++;
    return false;
  };
  stream.on('drain', () => {
    const count = dropped;
    dropped = 0;
    if (count > 0) say(count);
  });
}

/** Whether everything that was written to the stream is read within some milliseconds. */
export async function isReadWithin(stream: Writable, milliseconds: number): Promise<boolean> {
  const end = performance.now() + milliseconds;
  while (stream.writableLength > 0 && performance.now() < end) await pause(10);
  return stream.writableLength === 0;
}

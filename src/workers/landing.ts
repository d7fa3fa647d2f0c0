/**
 * Memory that a worker keeps for the files that arrive. New memory costs four times as much as the copy into it, because
 * the system clears each page.
 */
import type { Landing } from './wire.ts';

/** Bytes of an array that is kept at most. */
const MOST = 8 * 2 ** 20;

/** Makes a landing that keeps so many arrays. Each goes to one job at a time; all of it that a job sees is the job's. */
export function keepLanding(count: number): Landing {
  const free: ArrayBuffer[] = [];
  return {
    rent(length) {
      const fitting = free.findIndex(({ byteLength }) => byteLength >= length);
      const [kept] = fitting < 0 ? [] : free.splice(fitting, 1);
      return new Uint8Array(kept ?? new ArrayBuffer(Math.max(length, 2 ** 20)), 0, length);
    },
    giveBack({ buffer }) {
      if (buffer.byteLength > MOST) return;
      // The smallest one goes, so that the largest usual file fits.
      free.push(buffer as ArrayBuffer);
      free.sort((a, b) => a.byteLength - b.byteLength);
      if (free.length > count) free.shift();
    },
  };
}

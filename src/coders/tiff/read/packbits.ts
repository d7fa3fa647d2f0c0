/** Unpacks PackBits (TIFF 6.0 section 9): runs of literal bytes, and repeated bytes. */
import { truncated } from '../../../formats/checks.ts';
import type { InPieces } from '../../pauses.ts';
import type { Room } from './room.ts';

/** Packed bytes between two pauses. */
const PIECE = 2 ** 16;

/** Throws `truncated-image` where the data ends inside of a run that is still needed. */
export function* unpackBits(data: Uint8Array, { least, most }: Room): InPieces<Uint8Array> {
  const goal = new Uint8Array(most);
  let [to, pause] = [0, PIECE];
  for (let from = 0; from < data.length && to < most; ) {
    if (from >= pause) {
      yield;
      pause = from + PIECE;
    }
    const code = data[from++] as number;
    if (code === 128) continue;
    const length = Math.min(code < 128 ? code + 1 : 257 - code, most - to);
    if (code > 128) {
      goal.fill(data[from++] ?? 0, to, to + length);
    } else {
      const run = data.subarray(from, from + length);
      if (run.length < length && to + run.length < least) {
        throw truncated('A strip or tile of the picture ends early');
      }
      goal.set(run, to);
      from += code + 1;
    }
    to += length;
  }
  return goal.subarray(0, to);
}

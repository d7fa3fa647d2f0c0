/**
 * LZW as TIFF 6.0 section 13 has it: codes of 9 to 12 bits, the highest bit first, widened one code early. Files of
 * before TIFF 6.0 have the lowest bit first and widen in time; they begin with a clear code that looks like no other.
 */
import { corrupt, truncated } from '../../../formats/checks.ts';
import { isOldLzw } from '../../../formats/tiff/old-lzw.ts';
import type { InPieces } from '../../pauses.ts';
import type { Room } from './room.ts';

const CLEAR = 256;
const END = 257;
const FIRST = 258;
const MOST_CODES = 4096;

/** Bytes between two pauses, which take a millisecond or two. */
const PIECE = 2 ** 18;

/** Takes the next code of so many bits; -1 where the data ends. */
type TakeCode = (width: number) => number;

/**
 * Unpacks LZW. Each code stands for bytes that are in the result already: the bytes of the previous code, and one
 * more. Throws `corrupt-image` for codes that are not defined yet, `truncated-image` when the data ends too early.
 */
export function* unpackLzw(data: Uint8Array, { least, most }: Room): InPieces<Uint8Array> {
  const old = isOldLzw(data, 0);
  const take = old ? lowestFirst(data) : highestFirst(data);
  const early = old ? 0 : 1;
  const goal = new Uint8Array(most);
  // For each code, the start of its bytes in the result, and their number.
  const starts = new Uint32Array(MOST_CODES);
  const lengths = new Uint16Array(MOST_CODES);
  let [next, width, to, before, beforeLength] = [FIRST, 9, 0, -1, 0];
  for (let pause = PIECE; to < most; ) {
    if (to >= pause) {
      yield;
      pause = to + PIECE;
    }
    const code = take(width);
    if (code < 0 || code === END) break;
    if (code === CLEAR) {
      [next, width, before] = [FIRST, 9, -1];
      continue;
    }
    if (code > next || (before < 0 && code > 255)) {
      throw corrupt('The data of the picture has a code that is not there yet');
    }
    const begun = to;
    if (code < 256) goal[to++] = code;
    else {
      // The newest code is the previous one followed by its own first byte.
      const start = code === next ? before : (starts[code] as number);
      const end = Math.min(to + (code === next ? beforeLength + 1 : (lengths[code] as number)), most);
      for (let at = start; to < end; ) goal[to++] = goal[at++] as number;
    }
    if (before >= 0 && next < MOST_CODES) {
      starts[next] = before;
      lengths[next++] = beforeLength + 1;
      if (next + early === 1 << width && width < 12) width++;
    }
    [before, beforeLength] = [begun, to - begun];
  }
  if (to < least) throw truncated('A strip or tile of the picture ends early');
  return goal.subarray(0, to);
}

function highestFirst(data: Uint8Array): TakeCode {
  let [bits, held, from] = [0, 0, 0];
  return (width) => {
    while (held < width) {
      if (from === data.length) return -1;
      bits = ((bits << 8) | (data[from++] as number)) & 0xffffff;
      held += 8;
    }
    held -= width;
    return (bits >> held) & ((1 << width) - 1);
  };
}

function lowestFirst(data: Uint8Array): TakeCode {
  let [bits, held, from] = [0, 0, 0];
  return (width) => {
    while (held < width) {
      if (from === data.length) return -1;
      bits |= (data[from++] as number) << held;
      held += 8;
    }
    const code = bits & ((1 << width) - 1);
    bits >>>= width;
    held -= width;
    return code;
  };
}

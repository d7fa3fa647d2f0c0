/** LZW as TIFF 6.0 section 13 has it: codes of 9 to 12 bits, the highest bit first, widened one code early. */
import { corrupt, truncated, unsupportedDepth } from '../../../formats/checks.ts';
import type { Room } from './room.ts';

const CLEAR = 256;
const END = 257;
const FIRST = 258;
const MOST_CODES = 4096;

/**
 * Each code stands for bytes that are already in the result: those of the code before, and one more. Throws
 * `corrupt-image` for codes that are not there yet, `truncated-image` where the data ends too early.
 */
export function unpackLzw(data: Uint8Array, { least, most }: Room): Uint8Array {
  if (data[0] === 0 && ((data[1] ?? 0) & 1) === 1) {
    throw unsupportedDepth('TIFF packed as LZW of before TIFF 6.0 cannot be read in this form');
  }
  const goal = new Uint8Array(most);
  // Where the bytes of each code begin in the result, and how many there are.
  const starts = new Uint32Array(MOST_CODES);
  const lengths = new Uint16Array(MOST_CODES);
  let [next, width, to, before, beforeLength] = [FIRST, 9, 0, -1, 0];
  let [bits, held, from] = [0, 0, 0];
  while (to < most) {
    while (held < width && from < data.length) {
      bits = ((bits << 8) | (data[from++] as number)) & 0xffffff;
      held += 8;
    }
    if (held < width) break;
    held -= width;
    const code = (bits >> held) & ((1 << width) - 1);
    if (code === END) return checked(goal, to, least);
    if (code === CLEAR) {
      [next, width, before] = [FIRST, 9, -1];
      continue;
    }
    if (code > next || (code === next && before < 0) || (before < 0 && code > 255)) {
      throw corrupt('The data of the picture has a code that is not there yet');
    }
    const begun = to;
    if (code < 256) goal[to++] = code;
    else {
      // The newest code is the one before with its own first byte behind it.
      const start = code === next ? before : (starts[code] as number);
      const length = code === next ? beforeLength + 1 : (lengths[code] as number);
      const end = Math.min(to + length, most);
      for (let at = start; to < end; ) goal[to++] = goal[at++] as number;
    }
    if (before >= 0 && next < MOST_CODES) {
      starts[next] = before;
      lengths[next] = beforeLength + 1;
      next++;
      if (next + 1 === 1 << width && width < 12) width++;
    }
    [before, beforeLength] = [begun, to - begun];
  }
  return checked(goal, to, least);
}

function checked(goal: Uint8Array, length: number, least: number): Uint8Array {
  if (length < least) throw truncated('A strip or tile of the picture ends early');
  return goal.subarray(0, length);
}

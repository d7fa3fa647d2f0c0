/** Looks into data packed as CCITT Group 3 (ITU-T T.4). */
import type { TiffLayout } from './layout.ts';

const GROUP_3 = 3;

/** Zeros in the code at the end of a line (T.4 section 4.1.3). No other code makes so many. */
const ZEROS = 11;

/** Whether a page is packed as Group 3 and its first part has no code at the end of its lines, as some writers have it. */
export function lacksLineEnds(bytes: Uint8Array, { compression, reversed, parts }: TiffLayout): boolean {
  if (compression !== GROUP_3) return false;
  const [offset = 0, count = 0] = [parts.offsets[0], parts.counts[0]];
  let zeros = 0;
  for (const byte of bytes.subarray(offset, offset + count)) {
    for (let bit = 0; bit < 8; bit++) {
      zeros = (byte >> (reversed ? bit : 7 - bit)) & 1 ? 0 : zeros + 1;
      if (zeros === ZEROS) return false;
    }
  }
  return true;
}

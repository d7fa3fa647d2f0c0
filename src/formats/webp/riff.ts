import type { Limits } from '../../core/limits.ts';
import { checkCount, corrupt } from '../checks.ts';
import type { Reader } from '../reader.ts';

/** One chunk of a RIFF file: its four-letter name and where its data lies. */
export interface RiffChunk {
  readonly name: string;
  readonly start: number;
  readonly length: number;
}

/**
 * The chunks between two offsets. Throws `truncated-image` for one that the file does not hold,
 * `corrupt-image` for one that leaves the range, and `segment-limit`.
 */
export function* riffChunks(reader: Reader, from: number, end: number, limits: Limits): Generator<RiffChunk> {
  let at = from;
  // Chunks are padded to an even length, and the last one's padding may be missing.
  for (let count = 1; at + 8 <= end; count++) {
    checkCount('segment-limit', count, limits);
    const length = reader.u32(at + 4);
    reader.need(at + 8, length);
    if (at + 8 + length > end) throw corrupt('A chunk of the picture is longer than what holds it');
    yield { name: reader.text(at, 4), start: at + 8, length };
    at += 8 + length + (length & 1);
  }
}

/** Chunks of RIFF files, the container of WebP. */
import type { Limits } from '../../core/limits.ts';
import { checkCount, corrupt } from '../checks.ts';
import type { Reader } from '../reader.ts';

/** One chunk: its four-letter name, and the range of its data. */
export interface RiffChunk {
  readonly name: string;
  readonly start: number;
  readonly length: number;
}

/**
 * The chunks between two offsets. Throws `truncated-image` for a chunk beyond the end of the file, `corrupt-image`
 * for one beyond `end`, and `segment-limit`.
 */
export function* riffChunks(reader: Reader, from: number, end: number, limits: Limits): Generator<RiffChunk> {
  let at = from;
  // Chunks are padded to even length. The last one's padding may be missing.
  for (let count = 1; at + 8 <= end; count++) {
    checkCount('segment-limit', count, limits);
    const length = reader.u32(at + 4);
    reader.need(at + 8, length);
    if (at + 8 + length > end) throw corrupt('A chunk of the picture is longer than its container');
    yield { name: reader.text(at, 4), start: at + 8, length };
    at += 8 + length + (length & 1);
  }
}

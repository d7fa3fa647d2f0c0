/** Cuts a scan's data into segments at restart markers, and removes stuffed bytes. */

/** Data between two restart markers, unstuffed. */
export interface EntropySegment {
  /** Offset and length in the output. */
  readonly offset: number;
  readonly bytes: number;
}

/** Runs up to this many bytes are copied byte by byte. */
const SHORT = 64;

/** The cut data of a scan. */
export interface EntropyData {
  readonly segments: readonly EntropySegment[];
  /** Offset after the last byte written. */
  readonly end: number;
}

/**
 * Copies the entropy-coded data at `from` to `into`, from `start` on. Removes the zeros stuffed after 0xff, cuts at
 * restart markers, and aligns every segment to `align` bytes. Gaps are filled with ones, like the encoder's own
 * padding. Returns undefined when the number of segments is not `count`, or restart markers are out of order: then
 * data are missing.
 */
export function cutEntropy(
  bytes: Uint8Array,
  from: number,
  into: Uint8Array,
  start: number,
  { count, align }: { readonly count: number; readonly align: number },
): EntropyData | undefined {
  const segments: EntropySegment[] = [];
  let [at, offset, to] = [from, start, start];
  const finish = () => {
    segments.push({ offset, bytes: to - offset });
    const next = Math.ceil(to / align) * align;
    into.fill(0xff, to, next);
    offset = next;
    to = next;
  };
  for (;;) {
    const next = bytes.indexOf(0xff, at);
    const stop = next < 0 ? bytes.length : next;
    // A copy byte by byte is faster than a view for a few bytes.
    if (stop - at > SHORT) {
      into.set(bytes.subarray(at, stop), to);
      to += stop - at;
    } else while (at < stop) into[to++] = bytes[at++] as number;
    let code = stop + 1;
    // Any number of 0xff may precede a marker.
    while (bytes[code] === 0xff) code++;
    const marker = bytes[code];
    at = code + 1;
    if (marker === 0 && code === stop + 1) into[to++] = 0xff;
    else if (marker === undefined || marker < 0xd0 || marker > 0xd7) break;
    else if ((marker & 7) !== (segments.length & 7) || segments.length + 1 >= count) return undefined;
    else finish();
  }
  finish();
  return segments.length === count ? { segments, end: offset } : undefined;
}

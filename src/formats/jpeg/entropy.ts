/** Data between two restart markers, without its stuffed zeros. */
export interface EntropySegment {
  /** Where it begins in the bytes that were cut, and its length there. */
  readonly offset: number;
  readonly bytes: number;
}

/** Bytes up to which they are copied one by one. */
const SHORT = 64;

/** The cut data of a scan. */
export interface EntropyData {
  readonly segments: readonly EntropySegment[];
  /** Offset behind the last byte that was written. */
  readonly end: number;
}

/**
 * Copies the entropy-coded data that begins at `from` into `into`, from `start` on: without the zeros
 * stuffed behind 0xff, cut at restart markers, and with every segment at a multiple of `align` bytes. What
 * lies between is ones, as the encoder's own padding. Undefined when there are other than `count` segments
 * or their restart markers are not in order: some of the data is missing then.
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
    // A view costs more than to copy a few bytes one by one.
    if (stop - at > SHORT) {
      into.set(bytes.subarray(at, stop), to);
      to += stop - at;
    } else while (at < stop) into[to++] = bytes[at++] as number;
    let code = stop + 1;
    // Any number of 0xff may stand before a marker.
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

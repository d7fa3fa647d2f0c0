/** Estimates the size of deflate's result for some bytes. */

/** Approximate bits of a histogram's bytes in Huffman codes: the entropy, at least one bit per byte. */
function entropyBits(histogram: Uint32Array, total: number): number {
  let bits = 0;
  for (const count of histogram) {
    if (count > 0) bits += count * Math.max(1, Math.log2(total / count));
  }
  return bits;
}

/** Bits of `length` bytes when each is coded by itself. */
export function entropyCost(bytes: Uint8Array, length: number): number {
  const histogram = new Uint32Array(256);
  for (let at = 0; at < length; at++) (histogram[bytes[at] as number] as number) += 1;
  return entropyBits(histogram, length);
}

/** Number of different values among the first `length` bytes. */
export function valueCount(bytes: Uint8Array, length: number): number {
  const there = new Uint8Array(256);
  for (let at = 0; at < length; at++) there[bytes[at] as number] = 1;
  return there.reduce((sum, one) => sum + one, 0);
}

/** Deflate copies 3 to 258 bytes at once. */
const [SHORTEST, LONGEST] = [3, 258];

/** Typical bits for the length of a copy, without its distance. */
const LENGTH_BITS = 7;

/** Bits of `length` bytes when runs of one byte are copied. */
export function runsCost(bytes: Uint8Array, length: number): number {
  const histogram = new Uint32Array(256);
  let [literals, runs] = [0, 0];
  for (let at = 0; at < length; ) {
    const byte = bytes[at] as number;
    let end = at + 1;
    while (end < length && end - at <= LONGEST && bytes[end] === byte) end++;
    const repeats = end - at - 1;
    const single = repeats < SHORTEST ? repeats + 1 : 1;
    (histogram[byte] as number) += single;
    literals += single;
    if (repeats >= SHORTEST) runs++;
    at = end;
  }
  return entropyBits(histogram, literals + runs) + runs * (LENGTH_BITS + 1);
}

const HASH_BITS = 13;

/** Bytes compared at once. Shorter copies save little, and for them the latest occurrence is rarely the best. */
const SEARCHED = 8;

const slotOf = (bytes: DataView, at: number) =>
  Math.imul(Math.imul(bytes.getInt32(at, true), 0x9e3779b1) ^ bytes.getInt32(at + 4, true), 0x85ebca6b) >>>
  (32 - HASH_BITS);

/** Sums the estimates of stretches of bytes, when any earlier occurrence may be copied, as a fast deflate does. */
export class MatchCounter {
  readonly #seen = new Int32Array(1 << HASH_BITS);
  readonly #histogram = new Uint32Array(256);
  #copies = 0;
  #bits = 0;

  /** Bits of all stretches so far. */
  get cost(): number {
    const literals = this.#histogram.reduce((sum, count) => sum + count, 0);
    return entropyBits(this.#histogram, literals + this.#copies) + this.#bits;
  }

  /**
   * Adds bytes `start` to `end`, which may copy from bytes from `first` on. Ignores the last seven bytes of the
   * data.
   */
  add(bytes: DataView, first: number, start: number, end: number): void {
    const seen = this.#seen.fill(-1);
    const searchable = bytes.byteLength - SEARCHED + 1;
    // Every other position suffices: it misses one byte of a copy at most.
    for (let at = first; at < Math.min(start, searchable); at += 2) seen[slotOf(bytes, at)] = at;
    for (let at = start; at < Math.min(end, searchable); ) {
      const slot = slotOf(bytes, at);
      const before = seen[slot] as number;
      seen[slot] = at;
      const length = before < 0 ? 0 : commonLength(bytes, before, at, Math.min(end, at + LONGEST));
      if (length >= SEARCHED) {
        this.#copies++;
        this.#bits += LENGTH_BITS + 32 - Math.clz32(at - before);
        at += length;
      } else {
        (this.#histogram[bytes.getUint8(at)] as number) += 1;
        at++;
      }
    }
  }
}

/** Number of equal bytes at `at` (up to `end`) and at `before`. */
function commonLength(bytes: DataView, before: number, at: number, end: number): number {
  let to = at;
  while (to + 4 <= end && bytes.getInt32(to, true) === bytes.getInt32(before + to - at, true)) to += 4;
  while (to < end && bytes.getUint8(to) === bytes.getUint8(before + to - at)) to++;
  return to - at;
}

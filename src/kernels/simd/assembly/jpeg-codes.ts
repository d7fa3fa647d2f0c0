/** Huffman codes of a JPEG (ITU-T T.81 annexes C and F): tables to look codes up in, and data without stuffed bytes. */

/** Bits that are looked up at once. Longer codes are rare. */
export const LOOK: u32 = 11;

/** Bytes of the entries that are looked up. Limits of longer codes lie behind them, and then an entry for each code. */
const LOOKED_UP: usize = 4 << LOOK;
const LIMITS: usize = 17 * 8;

/** Where the pairs of a table of AC codes lie, in words of 8 bytes. */
const PAIRS: usize = LOOKED_UP + LIMITS + 4 * 256;

/** Bytes of a table. */
export const TABLE: usize = PAIRS + (8 << LOOK);

/** What an entry adds to the place of a coefficient where a block ends: more than any run of zeros. */
export const END_OF_BLOCK: u32 = 128;

/**
 * An entry's bytes: bits of the code and of the value behind it; bits of the code; 63 less the bits of the value; and
 * how much the place of the coefficient grows. Counts of shifts are taken modulo 64, so an entry serves as one.
 */
function entryOf(length: u32, symbol: u32, isAc: bool): u32 {
  const size = symbol & 15;
  const run = symbol >>> 4;
  let step = isAc ? run + 1 : 1;
  if (isAc && size === 0 && run < 15) step = END_OF_BLOCK;
  return (length + size) | (length << 8) | ((63 - size) << 16) | (step << 24);
}

/** The value of so many bits behind a code: those that begin with 0 stand for negative numbers (F.2.2.1). */
export function readValue(window: u64, entry: u32): i32 {
  const bits = window << (<u64>(entry >>> 8));
  const sign = ~(<i64>bits >> 63);
  const size = <i32>(((bits ^ <u64>sign) >>> 1) >>> <u64>(entry >>> 16));
  return (size ^ <i32>sign) - <i32>sign;
}

/**
 * A code and the value behind it as a pair whose second code stores the same value in the same place. A pair's bytes: bits of both
 * codes and their values; how much the place grows with each code; bits of the first code and its value; and both values.
 */
function alone(window: u64, entry: u32): u64 {
  const value = readValue(window, entry);
  const values = <u64>(<u32>((value & 0xffff) | (value << 16)));
  const bits = <u64>(entry & 63);
  return (values << 32) | (bits << 24) | ((<u64>(entry >>> 24)) << 8) | bits;
}

/** A pair that goes on with a second code and its value. */
function followed(first: u64, window: u64, entry: u32): u64 {
  const bits = (first & 63) + <u64>(entry & 63);
  const value = <u64>(readValue(window, entry) & 0xffff);
  return (value << 48) | ((<u64>(entry >>> 24)) << 16) | (first & 0x0000ffffff00ff00) | bits;
}

/** Writes the pairs that fit, with their values, into the bits that are looked up at once. 0 stands for a code that does not. */
function fillPairs(table: usize): void {
  for (let place: u32 = 0; place < 1 << LOOK; place++) {
    const first = load<u32>(table + 4 * place);
    const bits = first & 63;
    let pair: u64 = 0;
    if (first !== 0 && bits <= LOOK) {
      const window = (<u64>place) << (64 - LOOK);
      pair = alone(window, first);
      const second = load<u32>(table + 4 * ((place << bits) & ((1 << LOOK) - 1)));
      const fits = second !== 0 && bits + (second & 63) <= LOOK;
      if (fits && first >>> 24 < END_OF_BLOCK) pair = followed(pair, window << (<u64>bits), second);
    }
    store<u64>(table + PAIRS + 8 * place, pair);
  }
}

/** Where the pairs of a table of AC codes lie. */
export function pairsOf(table: usize): usize {
  return table + PAIRS;
}

/** The code that `window` begins with, of any length, and its value, as a pair that is a code alone. */
export function findAlone(window: u64, table: usize): u64 {
  const entry = load<u32>(table + ((<usize>(window >>> <u64>(64 - LOOK))) << 2));
  return alone(window, entry === 0 ? findLong(window, table) : entry);
}

/** Writes a table. `counts` has the number of codes of each length from 1 to 16, and `symbols` theirs in order. */
export function fillCodes(counts: usize, symbols: usize, isAc: bool, table: usize): void {
  const limits = table + LOOKED_UP;
  const entries = limits + LIMITS;
  // A code that is not in the table ends its block, in a place where none ends.
  for (let at: usize = 0; at < LOOKED_UP; at += 4) store<u32>(table + at, 0);
  let code: u32 = 0;
  let place: u32 = 0;
  for (let length: u32 = 1; length <= 16; length++) {
    store<u32>(limits + 8 * length, place - code, 4);
    for (let left: u32 = load<u8>(counts + length - 1); left > 0; left--) {
      const entry = entryOf(length, load<u8>(symbols + place), isAc);
      store<u32>(entries + 4 * place, entry);
      if (length <= LOOK) {
        const first = code << (LOOK - length);
        const end = first + (1 << (LOOK - length));
        for (let at = first; at < end; at++) store<u32>(table + 4 * at, entry);
      }
      code++;
      place++;
    }
    store<u32>(limits + 8 * length, code << (16 - length));
    code <<= 1;
  }
  if (isAc) fillPairs(table);
}

/** Entry of the code of more than `LOOK` bits that `window` begins with; one that ends a block in no place if there is none. */
export function findLong(window: u64, table: usize): u32 {
  const limits = table + LOOKED_UP;
  const code = <u32>(window >>> 48);
  for (let length: u32 = LOOK + 1; length <= 16; length++) {
    if (code >= load<u32>(limits + 8 * length)) continue;
    return load<u32>(limits + LIMITS + 4 * ((code >>> (16 - length)) + load<u32>(limits + 8 * length, 4)));
  }
  return 1 | (1 << 8) | (63 << 16) | (64 << 24);
}

/**
 * Copies entropy-coded data up to the next marker, without the zeros behind 0xff. `from` lies at least 16 bytes behind `to`.
 * Returns the bytes written; the first word of `read` becomes the place of the marker, or at least `end` without one.
 */
export function unstuff(from: usize, end: usize, to: usize, read: usize): usize {
  const ones = i8x16.splat(-1);
  let at = to;
  while (from < end) {
    const bytes = v128.load(from);
    const found = i8x16.bitmask(i8x16.eq(bytes, ones));
    v128.store(at, bytes);
    if (found === 0) {
      from += 16;
      at += 16;
      continue;
    }
    const before = <usize>ctz(found);
    from += before;
    at += before;
    if (load<u8>(from, 1) !== 0) break;
    from += 2;
    at += 1;
  }
  store<u32>(read, <u32>from);
  return at - to;
}

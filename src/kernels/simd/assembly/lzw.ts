/** Packs indices as GIF's variable-length LZW (GIF89a appendix F). */

/** Slots of the table of strings, each a word: 8 bits of an index, 12 of the code before it, and 12 of the code of both. */
const SLOTS: u32 = 1 << 14;

/** GIF's longest codes (GIF89a appendix F). */
const MOST_BITS: i32 = 12;

/** Words of the state: code so far (-1 before the first), bits of a code, next code, pending bits and their number. */
const PREFIX: usize = 0;
const BITS: usize = 4;
const NEXT: usize = 8;
const PENDING: usize = 12;
const HELD: usize = 16;

/** Begins a stream of codes: `size` is its least size of codes. Returns the bytes written. */
export function beginLzw(size: i32, table: usize, state: usize, to: usize): i32 {
  store<i32>(state, -1, PREFIX);
  store<i32>(state, 0, PENDING);
  store<i32>(state, 0, HELD);
  clearTable(size, table, state);
  return (putCode(1 << size, state, to) - to) as i32;
}

function clearTable(size: i32, table: usize, state: usize): void {
  memory.fill(table, 0xff, 4 * SLOTS);
  store<i32>(state, size + 1, BITS);
  store<i32>(state, (1 << size) + 2, NEXT);
}

/** Writes whole bytes of the pending codes. Returns the place after them. */
function putCode(code: i32, state: usize, to: usize): usize {
  let held = load<i32>(state, HELD);
  let pending = (load<u32>(state, PENDING) as u32) | ((code as u32) << held);
  held += load<i32>(state, BITS);
  let at = to;
  while (held >= 8) {
    store<u8>(at++, pending as u8);
    pending >>= 8;
    held -= 8;
  }
  store<u32>(state, pending, PENDING);
  store<i32>(state, held, HELD);
  return at;
}

/** Packs so many indices as codes. Returns the bytes written, two for an index at most. */
export function packLzw(indices: usize, count: i32, size: i32, table: usize, state: usize, to: usize): i32 {
  let at = to;
  let prefix = load<i32>(state, PREFIX);
  let from = indices;
  const end = indices + (count as usize);
  if (prefix < 0 && from < end) prefix = load<u8>(from++);
  for (; from < end; from++) {
    const index = load<u8>(from) as u32;
    const key = ((prefix as u32) << 8) | index;
    let slot = (key * 0x9e3779b1) >> 18;
    let found = load<u32>(table + 4 * (slot as usize));
    while (found !== 0xffffffff && found >> 12 !== key) {
      slot = (slot + 1) & (SLOTS - 1);
      found = load<u32>(table + 4 * (slot as usize));
    }
    if (found !== 0xffffffff) {
      prefix = (found & 0xfff) as i32;
      continue;
    }
    at = putCode(prefix, state, at);
    prefix = index as i32;
    const next = load<i32>(state, NEXT);
    if (next < 1 << MOST_BITS) {
      store<u32>(table + 4 * (slot as usize), (key << 12) | (next as u32));
      countCode(state, next);
    } else {
      at = putCode(1 << size, state, at);
      clearTable(size, table, state);
    }
  }
  store<i32>(state, prefix, PREFIX);
  return (at - to) as i32;
}

/** The reader defines a code one code later, and reads longer ones then. */
function countCode(state: usize, next: i32): void {
  const bits = load<i32>(state, BITS);
  store<i32>(state, next + 1, NEXT);
  if (next + 1 > 1 << bits && bits < MOST_BITS) store<i32>(state, bits + 1, BITS);
}

/** Writes the last codes. Returns the bytes written. */
export function endLzw(size: i32, state: usize, to: usize): i32 {
  let at = putCode(load<i32>(state, PREFIX), state, to);
  const next = load<i32>(state, NEXT);
  if (next < 1 << MOST_BITS) countCode(state, next);
  at = putCode((1 << size) + 1, state, at);
  if (load<i32>(state, HELD) > 0) store<u8>(at++, load<u32>(state, PENDING) as u8);
  return (at - to) as i32;
}

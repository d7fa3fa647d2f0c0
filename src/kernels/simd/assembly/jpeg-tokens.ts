/**
 * Huffman coding of a JPEG (ITU-T T.81 annex F.1.2) in two passes. The first one turns blocks into tokens and counts their
 * symbols; the second one writes each token's code, with tables that may be made of the counts.
 *
 * A token is a word: the number of its symbol in the upper half, and the bits behind the code in the lower one. Symbols are numbered
 * 512 for each component class (luma, chroma), and in it 256 for AC, plus the symbol itself.
 */
import { forward8 } from './jpeg-forward-dct';

const CLASS: u32 = 512;
const AC: u32 = 256;
const END_OF_BLOCK: u32 = 0;
const SIXTEEN_ZEROS: u32 = 0xf0;

/** A block of an MCU: place of its samples, bytes from row to row and to the next MCU, its divisors, class and last DC. */
const FROM: usize = 0;
const STRIDE: usize = 4;
const ADVANCE: usize = 8;
const DIVISORS: usize = 12;
const CLASS_AT: usize = 16;
const LAST: usize = 20;
/** MCUs of a row in which the block has samples. In others it only repeats the DC before it. */
const REAL: usize = 24;
const UNIT: usize = 32;

/** Coefficients of a block that are not 0, as bits from the lowest one on. */
function maskOf(block: usize): u64 {
  const none = i64x2.splat(0);
  const low = i8x16.narrow_i16x8_s(v128.load(block), v128.load(block, 16));
  const second = i8x16.narrow_i16x8_s(v128.load(block, 32), v128.load(block, 48));
  const third = i8x16.narrow_i16x8_s(v128.load(block, 64), v128.load(block, 80));
  const high = i8x16.narrow_i16x8_s(v128.load(block, 96), v128.load(block, 112));
  const zeros =
    <u64>(<u32>i8x16.bitmask(i8x16.eq(low, none))) |
    ((<u64>(<u32>i8x16.bitmask(i8x16.eq(second, none)))) << 16) |
    ((<u64>(<u32>i8x16.bitmask(i8x16.eq(third, none)))) << 32) |
    ((<u64>(<u32>i8x16.bitmask(i8x16.eq(high, none)))) << 48);
  return ~zeros;
}

/** Bits of a number's size: the category of a DC difference or an AC coefficient. */
function bitsOf(value: i32): u32 {
  return 32 - <u32>clz(abs(value));
}

/** The bits behind a code: those of a negative number less one. */
function behind(value: i32, bits: u32): u32 {
  return <u32>(value + (value >> 31)) & ((1 << bits) - 1);
}

function count(counts: usize, symbol: u32): void {
  const at = counts + 4 * symbol;
  store<u32>(at, load<u32>(at) + 1);
}

/**
 * Transforms `mcus` MCUs of `units` blocks, writes their tokens from `to` on, and counts symbols in words at `counts`. `block` is
 * memory for 64 coefficients. Returns the place after the last token.
 */
export function tokenise(
  units: usize,
  blocks: u32,
  mcus: u32,
  block: usize,
  counts: usize,
  to: usize,
): usize {
  let at = to;
  const end = units + <usize>blocks * UNIT;
  for (let mcu: u32 = 0; mcu < mcus; mcu++) {
    for (let unit = units; unit < end; unit += UNIT) {
      const dc = load<u32>(unit, CLASS_AT) * CLASS;
      const ac = dc + AC;
      if (mcu >= load<u32>(unit, REAL)) {
        // The same DC as before, and nothing else.
        store<u32>(at, dc << 16);
        store<u32>(at, (ac + END_OF_BLOCK) << 16, 4);
        count(counts, dc);
        count(counts, ac + END_OF_BLOCK);
        at += 8;
        continue;
      }
      const from = <usize>load<u32>(unit, FROM);
      store<u32>(unit, <u32>from + load<u32>(unit, ADVANCE), FROM);
      forward8(from, load<u32>(unit, STRIDE), load<u32>(unit, DIVISORS), block);
      const last = <usize>load<u32>(unit, LAST);
      const first = <i32>load<i16>(block);
      const difference = first - load<i32>(last);
      store<i32>(last, first);
      let bits = bitsOf(difference);
      let symbol = dc + bits;
      store<u32>(at, (symbol << 16) | behind(difference, bits));
      count(counts, symbol);
      at += 4;
      let mask = maskOf(block) >>> 1;
      let k: u32 = 1;
      while (mask !== 0) {
        let run = <u32>ctz(mask);
        k += run;
        mask = (mask >>> run) >>> 1;
        for (; run > 15; run -= 16) {
          store<u32>(at, (ac + SIXTEEN_ZEROS) << 16);
          count(counts, ac + SIXTEEN_ZEROS);
          at += 4;
        }
        const value = <i32>load<i16>(block + 2 * k);
        bits = bitsOf(value);
        symbol = ac + (run << 4) + bits;
        store<u32>(at, (symbol << 16) | behind(value, bits));
        count(counts, symbol);
        at += 4;
        k++;
      }
      if (k < 64) {
        store<u32>(at, (ac + END_OF_BLOCK) << 16);
        count(counts, ac + END_OF_BLOCK);
        at += 4;
      }
    }
  }
  return at;
}

/** State of writing: bits that are not written yet, and their number. */
const PENDING: usize = 0;
const HELD: usize = 8;

/**
 * Writes the codes of tokens. A word of `codes` has a symbol's code, followed by as many zeros as there are bits behind it, times
 * 32, plus the bits of both together. Returns the place after the last byte; at most two for each byte of codes are written.
 */
export function packTokens(tokens: usize, end: usize, codes: usize, state: usize, to: usize): usize {
  let at = to;
  let pending = load<u64>(state, PENDING);
  let held = load<u32>(state, HELD);
  for (let token = tokens; token < end; token += 4) {
    const word = load<u32>(token);
    const code = load<u32>(codes + 4 * (word >>> 16));
    const bits = code & 31;
    pending = (pending << (<u64>bits)) | <u64>((code >>> 5) | (word & 0xffff));
    held += bits;
    if (held < 32) continue;
    held -= 32;
    at = storeWord(at, <u32>(pending >>> <u64>held));
  }
  store<u64>(state, pending, PENDING);
  store<u32>(state, held, HELD);
  return at;
}

/** Stores four bytes, the highest first, with a zero behind each 0xff. */
function storeWord(at: usize, word: u32): usize {
  const others = ~word;
  if (((others - 0x01010101) & ~others & 0x80808080) === 0) {
    store<u32>(at, (rotl(word, 8) & 0x00ff00ff) | (rotl(word, 24) & 0xff00ff00));
    return at + 4;
  }
  for (let shift: i32 = 24; shift >= 0; shift -= 8) at = storeByte(at, (word >>> shift) & 0xff);
  return at;
}

function storeByte(at: usize, byte: u32): usize {
  store<u8>(at, <u8>byte);
  if (byte !== 0xff) return at + 1;
  store<u8>(at, 0, 1);
  return at + 2;
}

/** Writes the bits that are left, and fills the last byte with ones. */
export function endTokens(state: usize, to: usize): usize {
  let at = to;
  const held = load<u32>(state, HELD);
  const fill = (8 - (held & 7)) & 7;
  const pending = (load<u64>(state, PENDING) << (<u64>fill)) | ((1 << (<u64>fill)) - 1);
  for (let left = <i32>(held + fill) - 8; left >= 0; left -= 8) {
    at = storeByte(at, <u32>(pending >>> <u64>left) & 0xff);
  }
  return at;
}

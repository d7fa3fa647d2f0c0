/** Decodes MCUs of a sequential JPEG from Huffman codes to samples (ITU-T T.81 annex F.2). */
import { findLong, LOOK } from './jpeg-codes';
import { fillBlock, inverse2, inverse4, inverse8, meanOf } from './jpeg-inverse-dct';
import { inverse4Low, inverse8Low } from './jpeg-inverse-dct-low';
import { isFar } from './jpeg-range';

/** Where a block ends whose tenth coefficient is the last one. */
const LAST_LOW: u32 = 128 + 9;

/** State of reading bits: place of the next byte, valid bits in the window, and the window, whose highest bit is next. */
const PLACE: usize = 0;
const HELD: usize = 4;
const WINDOW: usize = 8;

/** A block of an MCU: its tables, place of its component's last DC, steps, and where its samples go. */
const DC: usize = 0;
const AC: usize = 4;
const LAST: usize = 8;
const STEPS: usize = 12;
const SIDE: usize = 16;
const TO: usize = 20;
const STRIDE: usize = 24;
/** Bytes from an MCU to the next. */
const ADVANCE: usize = 28;
const UNIT: usize = 32;

/** The next 8 bytes, the first one highest. */
function eightBytes(place: usize): u64 {
  const bytes = v128.load64_zero(place);
  return <u64>(
    v128.extract_lane<i64>(v128.shuffle<i8>(bytes, bytes, 7, 6, 5, 4, 3, 2, 1, 0, 7, 6, 5, 4, 3, 2, 1, 0), 0)
  );
}

/** The value of so many bits behind a code: those that begin with 0 stand for negative numbers (F.2.2.1). */
function readValue(window: u64, entry: u32): i32 {
  const bits = window << (<u64>(entry >>> 8));
  const sign = ~(<i64>bits >> 63);
  const size = <i32>(((bits ^ <u64>sign) >>> 1) >>> <u64>(entry >>> 16));
  return (size ^ <i32>sign) - <i32>sign;
}

/**
 * Decodes `mcus` MCUs of `count` blocks. `order` has the place of each coefficient in a block, in bytes, and `block` is
 * memory for 65 of them. Returns 0, or another number if codes lead out of a block, or far behind `stop`, the end of the data, or if
 * numbers are larger than any picture has.
 */
export function decodeMcus(
  state: usize,
  units: usize,
  count: u32,
  mcus: u32,
  order: usize,
  block: usize,
  stop: usize,
): u32 {
  let place = <usize>load<u32>(state, PLACE);
  let held = load<u32>(state, HELD);
  let window = load<u64>(state, WINDOW);
  let wrong: u32 = 0;
  const none = i64x2.splat(0);
  const end = units + <usize>count * UNIT;
  for (let mcu: u32 = 0; mcu < mcus; mcu++) {
    // Beyond the data, codes are made of zeros or of what lies there.
    if (wrong !== 0 || place > stop + 8) return 1;
    for (let unit = units; unit < end; unit += UNIT) {
      v128.store(block, none);
      v128.store(block, none, 16);
      v128.store(block, none, 32);
      v128.store(block, none, 48);
      v128.store(block, none, 64);
      v128.store(block, none, 80);
      v128.store(block, none, 96);
      v128.store(block, none, 112);
      // A code and its value take 27 bits at most, and there are 56 after this.
      window |= eightBytes(place) >>> <u64>held;
      place += (63 - held) >>> 3;
      held |= 56;
      const dc = <usize>load<u32>(unit, DC);
      let entry = load<u32>(dc + ((<usize>(window >>> <u64>(64 - LOOK))) << 2));
      if (entry === 0) entry = findLong(window, dc);
      const last = <usize>load<u32>(unit, LAST);
      const first = load<i32>(last) + readValue(window, entry);
      store<i32>(last, first);
      store<i16>(block, <i16>first);
      window <<= <u64>entry;
      held -= entry & 63;
      wrong |= <u32>(entry >>> 24 > 1);
      const ac = <usize>load<u32>(unit, AC);
      let k: u32 = 0;
      do {
        window |= eightBytes(place) >>> <u64>held;
        place += (63 - held) >>> 3;
        held |= 56;
        entry = load<u32>(ac + ((<usize>(window >>> <u64>(64 - LOOK))) << 2));
        if (entry === 0) entry = findLong(window, ac);
        k += entry >>> 24;
        store<i16>(block + load<u8>(order + k), <i16>readValue(window, entry));
        window <<= <u64>entry;
        held -= entry & 63;
        if (k >= 63) break;
        // AC values have 10 bits at most, so the bits suffice for two.
        entry = load<u32>(ac + ((<usize>(window >>> <u64>(64 - LOOK))) << 2));
        if (entry === 0) entry = findLong(window, ac);
        k += entry >>> 24;
        store<i16>(block + load<u8>(order + k), <i16>readValue(window, entry));
        window <<= <u64>entry;
        held -= entry & 63;
      } while (k < 63);
      // A block ends with its last coefficient, or with a code that leads far beyond it.
      wrong |= <u32>(k > 63) & <u32>(k < 128);
      const to = <usize>load<u32>(unit, TO);
      const stride = <usize>load<u32>(unit, STRIDE);
      const side = load<u32>(unit, SIDE);
      const steps = <usize>load<u32>(unit, STEPS);
      store<u32>(unit, <u32>to + load<u32>(unit, ADVANCE), TO);
      if (k === 128 || side === 1) {
        const scaled = first * load<i16>(steps);
        wrong |= <u32>isFar(scaled);
        fillBlock(meanOf(scaled), side, to, stride);
      } else if (side === 8) {
        if (k > 128 && k <= LAST_LOW) wrong |= <u32>inverse8Low(block, steps, to, stride);
        else wrong |= <u32>inverse8(block, steps, to, stride);
      } else if (side === 4) {
        if (k > 128 && k <= LAST_LOW) wrong |= <u32>inverse4Low(block, steps, to, stride);
        else wrong |= <u32>inverse4(block, steps, to, stride);
      } else wrong |= <u32>inverse2(block, steps, to, stride);
    }
  }
  store<u32>(state, <u32>place, PLACE);
  store<u32>(state, held, HELD);
  store<u64>(state, window, WINDOW);
  return wrong;
}

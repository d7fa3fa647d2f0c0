/** Decodes MCUs of a sequential JPEG from Huffman codes to samples (ITU-T T.81 annex F.2). */
import { findAlone, findLong, LOOK, pairsOf, readValue } from './jpeg-codes';
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
      const pairs = pairsOf(ac);
      let pair: u64;
      let k: u32 = 0;
      do {
        window |= eightBytes(place) >>> <u64>held;
        place += (63 - held) >>> 3;
        held |= 56;
        pair = load<u64>(pairs + ((<usize>(window >>> <u64>(64 - LOOK))) << 3));
        if (pair === 0) pair = findAlone(window, ac);
        k += <u32>(pair >>> 8) & 255;
        store<i16>(block + load<u8>(order + k), <i16>(pair >>> 32));
        k += <u32>(pair >>> 16) & 255;
        store<i16>(block + load<u8>(order + k), <i16>(pair >>> 48));
        window <<= pair;
        held -= <u32>pair & 63;
        if (k >= 63) break;
        // AC values have 10 bits at most, so the bits suffice for a second pair.
        pair = load<u64>(pairs + ((<usize>(window >>> <u64>(64 - LOOK))) << 3));
        if (pair === 0) pair = findAlone(window, ac);
        k += <u32>(pair >>> 8) & 255;
        store<i16>(block + load<u8>(order + k), <i16>(pair >>> 32));
        k += <u32>(pair >>> 16) & 255;
        store<i16>(block + load<u8>(order + k), <i16>(pair >>> 48));
        window <<= pair;
        held -= <u32>pair & 63;
      } while (k < 63);
      // A block ends with its last coefficient, or with a code that leads far beyond it.
      if (k !== 63 && (k < 128 || k > 190)) {
        wrong |= <u32>(k - (<u32>(pair >>> 16) & 255) !== 63);
        k = 63;
        // The pair's second code belongs to the next block: its bits are read once more.
        held += (<u32>pair & 63) - (<u32>(pair >>> 24) & 63);
        const bytes = (held + 7) >>> 3;
        place -= bytes;
        window = eightBytes(place) << (<u64>(8 * bytes - held));
        held += 56 - 8 * bytes;
        place += 7;
      }
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

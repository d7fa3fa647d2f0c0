// Huffman symbols of one scan (ITU-T T.81 F.2.2), whose tables the workgroup keeps at hand.
import package::codecs::jpeg::decode::header::{DATA, header, input, words};

/// Words of a table: for each of 256 leading bytes a code's bits and symbol, or 0 where it is longer, two in a
/// word; for lengths 9 to 16 the first 16 bits that belong to no such code, and what to add to a code for
/// the index of its symbol; the symbols, four in a word.
const TABLE = 208u;
const LIMITS = 128u;
const OFFSETS = 136u;
const SYMBOLS = 144u;

const MOST_TABLES = 8u;
const MOST_UNITS = 10u;

var<workgroup> tables: array<u32, TABLE * MOST_TABLES>;
/// For each block of an MCU where its tables begin: DC in the lower half, AC in the upper.
var<workgroup> unit_tables: array<u32, MOST_UNITS>;

/// Brings the tables of a scan; ends with a barrier.
fn load_tables(scan: u32, index: u32) {
  let count = min(header.scans[scan].table_count, MOST_TABLES) * TABLE;
  for (var i = index; i < count; i += 256u) {
    tables[i] = input[header.scans[scan].tables + i];
  }
  if (index < min(header.scans[scan].unit_count, MOST_UNITS)) {
    unit_tables[index] = input[header.scans[scan].units + 4u * index + 2u];
  }
  workgroupBarrier();
}

/// A place in the data, with the two words around it.
struct Place {
  bit: u32,
  high: u32,
  low: u32,
}

fn load_word(index: u32) -> u32 {
  return words[min(DATA + index, header.last_word)];
}

fn place_at(bit: u32) -> Place {
  return Place(bit, load_word(bit / 32u), load_word(bit / 32u + 1u));
}

/// The next 32 bits. A shift by 32 would be one by 0.
fn peek(place: Place) -> u32 {
  let shift = place.bit % 32u;
  return (place.high << shift) | ((place.low >> 1u) >> (31u - shift));
}

/// Goes on by less than 32 bits.
fn skip(place: ptr<function, Place>, bits: u32) {
  let before = (*place).bit / 32u;
  (*place).bit += bits;
  if ((*place).bit / 32u != before) {
    (*place).high = (*place).low;
    (*place).low = load_word(before + 2u);
  }
}

/// Bits of what stands where no code fits: more than any code, and no value behind them.
const INVALID = 16u << 8u;

/// The code at the beginning of 32 bits: its length in bits above its symbol of 8 bits.
fn look_up(table: u32, window: u32) -> u32 {
  let index = window >> 24u;
  let short = (tables[table + index / 2u] >> (index % 2u * 16u)) & 0xffffu;
  if (short != 0u) {
    return short;
  }
  let code = window >> 16u;
  for (var i = 0u; i < 8u; i++) {
    if (code < tables[table + LIMITS + i]) {
      let place = ((code >> (7u - i)) + tables[table + OFFSETS + i]) & 255u;
      let symbol = (tables[table + SYMBOLS + place / 4u] >> (place % 4u * 8u)) & 255u;
      return ((9u + i) << 8u) | symbol;
    }
  }
  return INVALID;
}

/// Where a decoder stands within an MCU: which of its blocks, and which coefficient in zig-zag order.
struct Position {
  unit: u32,
  k: u32,
}

/// A position and the bits by which it lies beyond the end of a subsequence, in one word.
fn pack_state(beyond: u32, position: Position) -> u32 {
  return beyond | (position.unit << 5u) | (position.k << 9u);
}

fn unpack_position(state: u32) -> Position {
  return Position(min((state >> 5u) & 15u, MOST_UNITS - 1u), (state >> 9u) & 63u);
}

/// What the next code means, and where the decoder stands behind it.
struct Symbol {
  /// Bits of the code, and of the value behind it.
  length: u32,
  size: u32,
  /// Coefficients passed over before the value.
  run: u32,
  valid: bool,
  next: Position,
}

/// Reads the next code. A block whose last coefficient is passed ends.
fn read_symbol(window: u32, at: Position, units: u32) -> Symbol {
  let both = unit_tables[at.unit];
  let found = look_up(select(both >> 16u, both & 0xffffu, at.k == 0u), window);
  let size = found & 15u;
  let run = (found >> 4u) & 15u;
  var k = at.k + run + 1u;
  if (size == 0u && run < 15u && at.k > 0u) {
    k = 64u;
  }
  var next = Position(at.unit, k);
  if (k > 63u) {
    next = Position(select(at.unit + 1u, 0u, at.unit + 1u >= units), 0u);
  }
  return Symbol(found >> 8u, size, run, found != INVALID, next);
}

// Reads Huffman symbols of one scan (ITU-T T.81 F.2.2). The workgroup caches the tables.
import package::codecs::jpeg::decode::header::{DATA, header, input, words};

/// Words of a table. For each of 256 leading bytes: length and symbol of the code, or 0 if it is longer; two per
/// word. For lengths 9 to 16: the first 16 bits beyond such codes, and the number to add to a code for its symbol's
/// index. Then the symbols, four per word.
const TABLE = 208u;
const LIMITS = 128u;
const OFFSETS = 136u;
const SYMBOLS = 144u;

const MOST_TABLES = 8u;
const MOST_UNITS = 10u;

var<workgroup> tables: array<u32, TABLE * MOST_TABLES>;
/// By block of an MCU: the start of its DC table in the low half, of its AC table in the high half.
var<workgroup> unit_tables: array<u32, MOST_UNITS>;

/// Loads the tables of a scan. Ends with a barrier.
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

/// A bit position in the data, with the two words around it.
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

/// Advances by fewer than 32 bits.
fn skip(place: ptr<function, Place>, bits: u32) {
  let before = (*place).bit / 32u;
  (*place).bit += bits;
  if ((*place).bit / 32u != before) {
    (*place).high = (*place).low;
    (*place).low = load_word(before + 2u);
  }
}

/// Result for bits that are no code: longer than any code, without a value.
const INVALID = 16u << 8u;

/// The code at the start of 32 bits: length above an 8-bit symbol.
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

/// A decoder's state within an MCU: block, and coefficient in zig-zag order.
struct Position {
  unit: u32,
  k: u32,
}

/// Packs a position, and the number of bits beyond a subsequence's end, into one word.
fn pack_state(beyond: u32, position: Position) -> u32 {
  return beyond | (position.unit << 5u) | (position.k << 9u);
}

fn unpack_position(state: u32) -> Position {
  return Position(min((state >> 5u) & 15u, MOST_UNITS - 1u), (state >> 9u) & 63u);
}

/// A decoded symbol, and the decoder's next position.
struct Symbol {
  /// Bits of the code together with its value.
  length: u32,
  size: u32,
  /// Coefficients skipped before the value.
  run: u32,
  valid: bool,
  next: Position,
}

/// Reads the next code. A block ends after its last coefficient.
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

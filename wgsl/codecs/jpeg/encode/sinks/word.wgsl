// Sink that writes bits into a window of words, first bit highest.
import package::codecs::jpeg::encode::tables::tables;

const WINDOW = 3072u;
var<workgroup> window: array<atomic<u32>, WINDOW>;

/// The current word's index in the window, its bits, and how many are free.
var<private> word: i32;
var<private> pending: u32;
var<private> room: u32;

/// Starts at a bit of the stream. The window shows words from `first` on.
fn begin(bit: u32, first: u32) {
  word = i32(bit / 32u) - i32(first);
  pending = 0u;
  room = 32u - bit % 32u;
}

fn emit(symbol: u32, bits: u32, size: u32) {
  let code = tables[symbol];
  put(((code & 0xffffu) << size) | bits, (code >> 16u) + size);
}

/// Writes the lowest `count` bits, up to 31. Higher bits must be zero.
fn put(bits: u32, count: u32) {
  if (count < room) {
    room -= count;
    pending |= bits << room;
    return;
  }
  let over = count - room;
  pending |= bits >> over;
  flush();
  word++;
  room = 32u - over;
  // In two steps, because a shift by 32 would be one by 0.
  pending = (bits << 1u) << (31u - over);
}

/// Fills the last byte with ones.
fn fill_byte() {
  let count = room % 8u;
  put((1u << count) - 1u, count);
}

fn flush() {
  if (word >= 0 && word < i32(WINDOW)) {
    atomicOr(&window[word], pending);
  }
}

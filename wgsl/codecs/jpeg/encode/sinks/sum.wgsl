// Sink that sums the bits of codes and values.
import package::codecs::jpeg::encode::tables::tables;

var<private> total: u32;

fn emit(symbol: u32, bits: u32, size: u32) {
  total += (tables[symbol] >> 16u) + size;
}

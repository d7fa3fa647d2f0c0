// Sink that counts symbols.
import package::codecs::jpeg::encode::tables::HUFFMAN;

var<workgroup> occurrences: array<atomic<u32>, 544>;

fn emit(symbol: u32, bits: u32, size: u32) {
  atomicAdd(&occurrences[min(symbol - HUFFMAN, 543u)], 1u);
}

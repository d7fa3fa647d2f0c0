// Where the codes lie among the tables: for luma and for chroma, the symbols of DC and then those of AC.
const HUFFMAN = 192u;
const AC = 16u;
const CHROMA = 272u;

/// Behind what `transform` reads: each symbol's code in 16 bits, and its length above them.
@group(0) @binding(2) var<storage, read> tables: array<u32>;

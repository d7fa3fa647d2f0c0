// Index of the first Huffman code: for luma, then for chroma, DC symbols before AC symbols.
const HUFFMAN = 192u;
const AC = 16u;
const CHROMA = 272u;

/// After the tables of `transform`: each symbol's code in 16 bits, its length above.
@group(0) @binding(2) var<storage, read> tables: array<u32>;

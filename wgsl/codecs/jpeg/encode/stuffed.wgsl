/// The finished scan, four bytes to a word, behind a head: its bytes, and those before they were stuffed.
@group(0) @binding(11) var<storage, read_write> stuffed: array<atomic<u32>>;

/// Words of the head.
const HEAD = 4u;

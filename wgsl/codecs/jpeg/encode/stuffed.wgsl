/// The finished scan, four bytes per word, after a head: its length, and that of the stream.
@group(0) @binding(11) var<storage, read_write> stuffed: array<atomic<u32>>;

/// Words of the head.
const HEAD = 4u;

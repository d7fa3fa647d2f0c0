// Reads the bytes around a position of a row, in PNG's byte order.
import package::codecs::png::frame::frame;

/// Samples of 8 or 16 bits, interleaved, rows unpadded.
@group(0) @binding(1) var<storage, read> source: array<u32>;

/// Four bytes of a row, with those to their left, above, and left above, a pixel away.
struct Near {
  own: vec4u,
  left: vec4u,
  above: vec4u,
  corner: vec4u,
}

/// The bytes from a position on, at least as many as remain in the row. Bytes outside the picture are 0.
fn near(row: u32, column: u32) -> Near {
  let start = row * frame.row_bytes;
  let over = start - min(start, frame.row_bytes);
  let above = vec2u(bytes_at(over + column), left_of(over, column));
  let inside = select(vec2u(0u), above, row > 0u);
  return Near(
    unpack(bytes_at(start + column)),
    unpack(left_of(start, column)),
    unpack(inside.x),
    unpack(inside.y),
  );
}

/// The four bytes one pixel before a position, in the row that starts at `start`.
fn left_of(start: u32, column: u32) -> u32 {
  if (column >= frame.step) {
    return bytes_at(start + column - frame.step);
  }
  let outside = frame.step - column;
  return select(bytes_at(start) << (8u * min(outside, 3u)), 0u, outside > 3u);
}

/// Four bytes from any offset in the picture.
fn bytes_at(place: u32) -> u32 {
  let shift = 8u * (place % 4u);
  // In two steps, because a shift by 32 would be one by 0.
  return (word_at(place / 4u) >> shift) | ((word_at(place / 4u + 1u) << 1u) << (31u - shift));
}

fn word_at(index: u32) -> u32 {
  let word = source[min(index, arrayLength(&source) - 1u)];
  let swapped = ((word & 0x00ff00ffu) << 8u) | ((word >> 8u) & 0x00ff00ffu);
  return select(word, swapped, frame.deep == 1u);
}

fn unpack(word: u32) -> vec4u {
  return (vec4u(word) >> vec4u(0u, 8u, 16u, 24u)) & vec4u(0xffu);
}

// Chunks of the stream, and the bytes that stuffing adds: a zero after each 0xff, and a restart marker before each
// segment but the first.
import package::codecs::jpeg::encode::frame::{GROUP, frame};
import package::codecs::jpeg::encode::positions::{moved, whole_bytes};

@group(0) @binding(5) var<storage, read> places: array<vec2u>;
@group(0) @binding(7) var<storage, read> starts: array<u32>;
@group(0) @binding(8) var<storage, read> packed: array<u32>;

/// Bytes per invocation and per workgroup.
const SHARE = 16u;
const CHUNK = 4096u;

/// Bytes that the stream needs.
fn needed_bytes() -> u32 {
  return starts[(frame.blocks + GROUP - 1u) / GROUP] / 8u;
}

/// Bytes of the stream. 0 if it did not fit.
fn stream_bytes() -> u32 {
  let bytes = needed_bytes();
  return select(bytes, 0u, bytes > 4u * arrayLength(&packed));
}

fn byte_at(place: u32) -> u32 {
  return extractBits(packed[min(place / 4u, arrayLength(&packed) - 1u)], 24u - 8u * (place % 4u), 8u);
}

fn segments() -> u32 {
  return (frame.blocks + frame.segment_blocks - 1u) / frame.segment_blocks;
}

/// First byte of a segment. The largest number if there is no such segment.
fn segment_start(segment: u32) -> u32 {
  if (segment >= segments()) {
    return 0xffffffffu;
  }
  let block = segment * frame.segment_blocks;
  return whole_bytes(moved(starts[block / GROUP], places[block])) / 8u;
}

/// The first segment other than 0 that starts at or after a byte. Binary search.
fn segment_from(place: u32) -> u32 {
  var low = 1u;
  var high = max(segments(), 1u);
  for (var i = 0u; i < 32u && low < high; i++) {
    let middle = (low + high) / 2u;
    if (segment_start(middle) < place) {
      low = middle + 1u;
    } else {
      high = middle;
    }
  }
  return low;
}

/// Bytes added to those from `place` on.
fn surplus(place: u32) -> u32 {
  let end = min(place + SHARE, stream_bytes());
  var segment = segment_from(place);
  var next = segment_start(segment);
  var more = 0u;
  for (var at = place; at < end; at++) {
    if (at == next) {
      more += 2u;
      segment++;
      next = segment_start(segment);
    }
    more += u32(byte_at(at) == 0xffu);
  }
  return more;
}

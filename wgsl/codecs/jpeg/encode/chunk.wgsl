// Chunks of the stream: what each byte needs more than itself. Behind a byte of ones there comes a zero, and
// before a segment a restart marker.
import package::codecs::jpeg::encode::frame::{GROUP, frame};
import package::codecs::jpeg::encode::positions::{moved, whole_bytes};

@group(0) @binding(5) var<storage, read> places: array<vec2u>;
@group(0) @binding(7) var<storage, read> starts: array<u32>;
@group(0) @binding(8) var<storage, read> packed: array<u32>;

/// Bytes of an invocation and of a workgroup.
const SHARE = 16u;
const CHUNK = 4096u;

/// Bytes that the stream needs.
fn needed_bytes() -> u32 {
  return starts[(frame.blocks + GROUP - 1u) / GROUP] / 8u;
}

/// Bytes of the stream; none where it did not fit.
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

/// The first byte of a segment; the largest number where there is none.
fn segment_start(segment: u32) -> u32 {
  if (segment >= segments()) {
    return 0xffffffffu;
  }
  let block = segment * frame.segment_blocks;
  return whole_bytes(moved(starts[block / GROUP], places[block])) / 8u;
}

/// The first segment but 0 that begins at a byte or behind it, by halving.
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

/// Bytes that those from `place` on need more.
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

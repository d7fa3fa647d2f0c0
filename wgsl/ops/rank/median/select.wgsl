// The median from the bit planes: the window is cut into rows, eight together where they can be. For each
// bit of the key, the zeros among the window's keys tell whether the median's bit is one of them.
import package::lib::order::from_order;
import package::lib::picture::{frame, source};
import package::stages::stages;

/// Sequences that a window is cut into at most: 101 rows are 11 times eight, 13 more, and two edges.
const MOST = 32u;

fn color_at(x: u32, y: u32) -> vec4f {
  var keys: vec4u;
  for (var channel = 0u; channel < stages.entry.channels; channel++) {
    keys[channel] = select_key(x, y, channel);
  }
  var samples = vec4f(keys);
  if (stages.entry.bits == 32u) {
    samples = from_order(keys);
  }
  switch (stages.entry.channels) {
    case 1u: { return vec4f(samples.rrr, stages.entry.white); }
    case 2u: { return samples.rrrg; }
    case 3u: { return vec4f(samples.rgb, stages.entry.white); }
    default: { return samples; }
  }
}

fn select_key(x: u32, y: u32, channel: u32) -> u32 {
  let side = 2u * stages.entry.reach + 1u;
  let span = 256u - 2u * stages.entry.reach;
  let left = x % span;
  let base = (x / span * stages.entry.channels + channel) * stages.entry.bits * 16u;
  var sequences: array<u32, MOST>;
  // First and end of the keys that can still be the median, in the halves of a word.
  var ranges: array<u32, MOST>;
  var zero_ranges: array<u32, MOST>;
  let count = cut(y, &sequences);
  for (var i = 0u; i < count; i++) {
    let factor = select(1u, 8u, (sequences[i] & 1u) == 1u);
    ranges[i] = (left * factor) | (((left + side) * factor) << 16u);
  }
  var rank = (side * side - 1u) / 2u;
  var key = 0u;
  for (var level = 0u; level < stages.entry.bits; level++) {
    var zeros = 0u;
    for (var i = 0u; i < count; i++) {
      zero_ranges[i] = zeros_of(sequences[i], base + level * 16u, ranges[i]);
      zeros += ((zero_ranges[i] >> 16u) - (zero_ranges[i] & 0xffffu)) * ((sequences[i] >> 1u) & 63u);
    }
    let is_one = rank >= zeros;
    key = (key << 1u) | u32(is_one);
    rank -= select(0u, zeros, is_one);
    for (var i = 0u; i < count; i++) {
      let length = select(256u, 2048u, (sequences[i] & 1u) == 1u);
      // No borrow crosses the halves: there are no more zeros before a place than places.
      let ones = ranges[i] - zero_ranges[i];
      let back = (length - (ones >> 16u)) | ((length - (ones & 0xffffu)) << 16u);
      ranges[i] = select(zero_ranges[i], back, is_one);
    }
  }
  return key;
}

/// Cuts the window's rows into sequences, and gives their number. A sequence is its first row, how often
/// it counts (6 bits), and whether it is eight rows (1 bit).
fn cut(y: u32, sequences: ptr<function, array<u32, MOST>>) -> u32 {
  let reach = stages.entry.reach;
  let last = frame.height - 1u;
  let end = min(y + reach, last) + 1u;
  var row = y - min(y, reach);
  var count = 0u;
  // Rows outside are the nearest row once more.
  if (y < reach) {
    (*sequences)[count] = (reach - y) << 1u;
    count++;
  }
  if (y + reach > last) {
    (*sequences)[count] = (last << 7u) | ((y + reach - last) << 1u);
    count++;
  }
  while (row < end && count < MOST) {
    let together = row % 8u == 0u && row + 8u <= end;
    (*sequences)[count] = (row << 7u) | 2u | u32(together);
    row += select(1u, 8u, together);
    count++;
  }
  return count;
}

/// The range's bounds among the zeros of a plane.
fn zeros_of(sequence: u32, column: u32, range: u32) -> u32 {
  let first = range & 0xffffu;
  let end = range >> 16u;
  if (first == end) {
    return 0u;
  }
  let plane = (sequence >> 7u) * stages.entry.stride + column + (sequence & 1u) * 8u;
  return zeros_before(plane, first) | (zeros_before(plane, end) << 16u);
}

fn zeros_before(plane: u32, place: u32) -> u32 {
  // The end of a sequence is looked up in its last word.
  let word = (max(place, 1u) - 1u) / 32u;
  let pixel = plane + word / 8u * stages.entry.stride + word % 8u;
  let entry = source[pixel - frame.source_start];
  let bits = place - word * 32u;
  let below = select((1u << (bits % 32u)) - 1u, 0xffffffffu, bits == 32u);
  return entry.y + countOneBits(~entry.x & below);
}

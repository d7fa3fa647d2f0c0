// Wavelet matrices (Claude and Navarro, 2012) of rows and of eight rows together. A block of 256 columns is
// a sequence of keys; for each bit from the highest on, this stores the plane of bits, and parts the keys
// by them: zeros to the front, ones to the back, these in reverse, so that a range of the sequence stays a
// range on both sides. A word of a plane lies beside the number of zeros before it, as one pixel of u16.
//
// For a row, block, channel and bit there are 8 words of the row alone, and behind them 8 of the 64 words
// of its eight rows together. A workgroup stores four rows of them, where bands begin.
import package::lib::order::order_of;
import package::lib::picture::{frame, goal, load_color};
import package::stages::stages;

var<workgroup> keys: array<u32, 2048>;
var<workgroup> plane: array<atomic<u32>, 64>;
var<workgroup> zeros: array<u32, 64>;

@compute @workgroup_size(16, 16)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let row = frame.first + group.y * 4u;
  for (var channel = 0u; channel < stages.entry.channels; channel++) {
    for (var together = 0u; together < 2u; together++) {
      load_keys(group.x, row, channel, together == 1u, lane);
      let column = (group.x * stages.entry.channels + channel) * stages.entry.bits * 16u + together * 8u;
      part(row, column, select(8u, 64u, together == 1u), lane);
    }
  }
}

/// Puts eight rows' keys behind each other, or column by column.
fn load_keys(block: u32, row: u32, channel: u32, together: bool, lane: u32) {
  let reach = i32(stages.entry.reach);
  let x = i32(block) * (256 - 2 * reach) + i32(lane) - reach;
  let column = u32(clamp(x, 0, i32(stages.entry.width) - 1));
  for (var i = 0u; i < 8u; i++) {
    let y = min(row / 8u * 8u + i, frame.height - 1u);
    let sample = vec4f(load_color(y * stages.entry.width + column)[stored(channel)]);
    let key = select(vec4u(sample), order_of(sample), stages.entry.bits == 32u).x;
    keys[select(i * 256u + lane, lane * 8u + i, together)] = key;
  }
  workgroupBarrier();
}

/// Which of a colour's four samples is a picture's so manieth: gray and alpha are the first and the last.
fn stored(channel: u32) -> u32 {
  return select(channel, 3u, stages.entry.channels == 2u && channel == 1u);
}

/// Parts sequences of so many words by each bit in turn, and stores the planes.
fn part(row: u32, column: u32, words: u32, lane: u32) {
  for (var level = 0u; level < stages.entry.bits; level++) {
    let bit = stages.entry.bits - 1u - level;
    if (lane < 64u) {
      atomicStore(&plane[lane], 0u);
    }
    workgroupBarrier();
    var own: array<u32, 8>;
    for (var i = 0u; i < 8u; i++) {
      let at = i * 256u + lane;
      own[i] = keys[at];
      atomicOr(&plane[at / 32u], ((own[i] >> bit) & 1u) << (at % 32u));
    }
    workgroupBarrier();
    if (lane < 64u) {
      var sum = 0u;
      for (var word = lane / words * words; word < lane; word++) {
        sum += countOneBits(~atomicLoad(&plane[word]));
      }
      zeros[lane] = sum;
      store(row, column + level * 16u, lane, sum);
    }
    workgroupBarrier();
    for (var i = 0u; i < 8u; i++) {
      let at = i * 256u + lane;
      let below = ~atomicLoad(&plane[at / 32u]) & ((1u << (at % 32u)) - 1u);
      let before = zeros[at / 32u] + countOneBits(below);
      let first = at / (words * 32u) * words * 32u;
      let ones = at - first - before;
      let goes_back = ((own[i] >> bit) & 1u) == 1u;
      keys[first + select(before, words * 32u - 1u - ones, goes_back)] = own[i];
    }
    workgroupBarrier();
  }
}

/// Stores the word of an invocation, where its row is one of the workgroup's.
fn store(row: u32, column: u32, word: u32, before: u32) {
  let y = row / 8u * 8u + word / 8u;
  if (y >= row && y < min(row + 4u, frame.end)) {
    let pixel = y * frame.width + column + word % 8u;
    goal[pixel - frame.goal_start] = vec2u(atomicLoad(&plane[word]), before);
  }
}

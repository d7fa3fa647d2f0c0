// Samples to quantised coefficients: colour conversion, chroma subsampling, DCT, quantisation. A workgroup takes
// some MCUs of a row, up to 32 blocks; each invocation works on one line of a block.
import package::codecs::jpeg::encode::dct::forward_dct;
import package::codecs::jpeg::encode::frame::{frame, luma_blocks};
import package::codecs::jpeg::encode::pixels::load_ycc;

/// For luma, then chroma, 64 words by row: the step in 8 bits, the shift of its reciprocal in 8, the factor in 16.
/// Then the zig-zag sequence.
@group(0) @binding(2) var<storage, read> tables: array<u32>;
/// Each block's coefficients in zig-zag order, two per word, the first lower.
@group(0) @binding(3) var<storage, read_write> coefficients: array<vec4u>;
/// One bit per non-zero coefficient.
@group(0) @binding(4) var<storage, read_write> masks: array<vec2u>;

const ZIGZAG = 128u;

// Nine words per row, so that rows and columns both spread over all memory banks.
const ROW = 9u;
const CELLS = 72u;
/// First the pixels of the MCUs, then blocks between the two passes of the DCT.
var<workgroup> cells: array<i32, 2304>;
var<workgroup> nonzero: array<atomic<u32>, 64>;

/// A line of a block, and its position.
struct Line {
  /// Number of the block in the workgroup, and of the line in the block.
  slot: u32,
  line: u32,
  /// Number of the MCU in the workgroup and in its row; number of the row.
  local_mcu: u32,
  mcu: u32,
  mcu_row: u32,
  /// Number of the block in the MCU.
  index: u32,
}

@compute @workgroup_size(16, 16)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group.x * frame.group_mcus;
  let slot = lane / 8u;
  let local_mcu = slot / frame.mcu_blocks;
  let index = slot - local_mcu * frame.mcu_blocks;
  let place = Line(slot, lane % 8u, local_mcu, first + local_mcu, group.y, index);
  let base = slot * CELLS;
  let line = place.line;
  load_pixels(first, group.y, lane);
  workgroupBarrier();
  let across = forward_dct(load_row(place));
  workgroupBarrier();
  write_line(base + line * ROW, 1u, across, 11u);
  workgroupBarrier();
  let down = forward_dct(read_line(base + line, ROW));
  workgroupBarrier();
  write_line(base + line, ROW, down, 15u);
  workgroupBarrier();
  store_line(place);
  workgroupBarrier();
  let block = block_of(place);
  if (line == 0u && block < frame.blocks) {
    masks[block] = vec2u(atomicLoad(&nonzero[2u * slot]), atomicLoad(&nonzero[2u * slot + 1u]));
  }
}

/// Pixels of an MCU across and down as powers of two: 8 or 16.
fn mcu_shifts() -> vec2u {
  return vec2u(2u) + vec2u(frame.luma_across, frame.luma_down);
}

/// Loads the pixels of the group's MCUs, MCU by MCU, row by row.
fn load_pixels(first: u32, mcu_row: u32, lane: u32) {
  let shifts = mcu_shifts();
  let area = shifts.x + shifts.y;
  let end = frame.group_mcus << area;
  for (var at = lane; at < min(end, 2048u); at += 256u) {
    let x = at & ((1u << shifts.x) - 1u);
    let y = (at >> shifts.x) & ((1u << shifts.y) - 1u);
    cells[at] = load_ycc(((first + (at >> area)) << shifts.x) + x, (mcu_row << shifts.y) + y);
  }
}

/// A row of a block, centred at zero: luma samples, or means for subsampled chroma.
fn load_row(place: Line) -> array<i32, 8> {
  let shifts = mcu_shifts();
  let base = place.local_mcu << (shifts.x + shifts.y);
  if (place.index < luma_blocks()) {
    // The index has one bit per direction that has two blocks.
    let x = 8u * (place.index & (frame.luma_across - 1u));
    let y = 8u * (place.index >> (frame.luma_across - 1u)) + place.line;
    let at = base + (y << shifts.x) + x;
    return array<i32, 8>(
      luma(at), luma(at + 1u), luma(at + 2u), luma(at + 3u), luma(at + 4u), luma(at + 5u), luma(at + 6u), luma(at + 7u),
    );
  }
  let shift = 8u * (place.index - luma_blocks() + 1u);
  let at = base + ((chroma_row(place) * frame.luma_down) << shifts.x);
  let step = frame.luma_across;
  // Halves are rounded down and up alternately along a row when two pixels are averaged across. Sums have four
  // pixels; some count twice when there are fewer.
  let scale = 4u / luma_blocks();
  let even = scale * (frame.luma_down - 1u);
  let odd = even + scale * (frame.luma_across - 1u);
  let below = (frame.luma_down - 1u) << shifts.x;
  let four = vec4u(0u, step - 1u, below, below + step - 1u);
  return array<i32, 8>(
    mean(four + at, shift, even),
    mean(four + at + step, shift, odd),
    mean(four + at + 2u * step, shift, even),
    mean(four + at + 3u * step, shift, odd),
    mean(four + at + 4u * step, shift, even),
    mean(four + at + 5u * step, shift, odd),
    mean(four + at + 6u * step, shift, even),
    mean(four + at + 7u * step, shift, odd),
  );
}

fn luma(at: u32) -> i32 {
  return (cells[at] & 0xff) - 128;
}

fn mean(at: vec4u, shift: u32, half: u32) -> i32 {
  let four = (vec4i(cells[at.x], cells[at.y], cells[at.z], cells[at.w]) >> vec4u(shift)) & vec4i(0xff);
  return ((four.x + four.y + four.z + four.w + i32(half)) >> 2u) - 128;
}

/// Below the picture's last chroma row, that row repeats, not the mean of its pixels.
fn chroma_row(place: Line) -> u32 {
  let top = 8u * place.mcu_row;
  let last = (frame.height - 1u) / frame.luma_down;
  return min(top + place.line, last) - top;
}

fn read_line(at: u32, step: u32) -> array<i32, 8> {
  return array<i32, 8>(
    cells[at],
    cells[at + step],
    cells[at + 2u * step],
    cells[at + 3u * step],
    cells[at + 4u * step],
    cells[at + 5u * step],
    cells[at + 6u * step],
    cells[at + 7u * step],
  );
}

/// Writes values without their lowest bits, rounded.
fn write_line(at: u32, step: u32, line: array<i32, 8>, bits: u32) {
  let half = 1 << (bits - 1u);
  cells[at] = (line[0] + half) >> bits;
  cells[at + step] = (line[1] + half) >> bits;
  cells[at + 2u * step] = (line[2] + half) >> bits;
  cells[at + 3u * step] = (line[3] + half) >> bits;
  cells[at + 4u * step] = (line[4] + half) >> bits;
  cells[at + 5u * step] = (line[5] + half) >> bits;
  cells[at + 6u * step] = (line[6] + half) >> bits;
  cells[at + 7u * step] = (line[7] + half) >> bits;
}

/// Rounds to the nearest multiple of the step without dividing. `value` is eight times too large. For a step of b
/// bits, the factor is ceil(2^(13 + b) / step), which is exact below 2^13.
fn quantise(value: i32, step: u32) -> i32 {
  let number = (u32(abs(value)) + 4u * (step & 0xffu)) >> 3u;
  let quotient = i32((number * (step >> 16u)) >> ((step >> 8u) & 0xffu));
  return select(quotient, -quotient, value < 0);
}

/// Stores eight coefficients that are consecutive in zig-zag order.
fn store_line(place: Line) {
  let origin = origin_of(place);
  let low = vec4i(
    coefficient(place, origin, 0u),
    coefficient(place, origin, 1u),
    coefficient(place, origin, 2u),
    coefficient(place, origin, 3u),
  );
  let high = vec4i(
    coefficient(place, origin, 4u),
    coefficient(place, origin, 5u),
    coefficient(place, origin, 6u),
    coefficient(place, origin, 7u),
  );
  let set_low = select(vec4u(0u), vec4u(1u, 2u, 4u, 8u), low != vec4i(0));
  let set_high = select(vec4u(0u), vec4u(16u, 32u, 64u, 128u), high != vec4i(0));
  let bits = dot(set_low, vec4u(1u)) + dot(set_high, vec4u(1u));
  atomicOr(&nonzero[2u * place.slot + place.line / 4u], bits << (8u * (place.line % 4u)));
  let block = block_of(place);
  if (block < frame.blocks) {
    coefficients[8u * block + place.line] =
      vec4u(pair(low.x, low.y), pair(low.z, low.w), pair(high.x, high.y), pair(high.z, high.w));
  }
}

/// The i-th coefficient of a line, quantised. A padding block has the DC of the block before it and nothing else.
fn coefficient(place: Line, origin: u32, i: u32) -> i32 {
  let at = tables[ZIGZAG + 8u * place.line + i];
  let step = tables[select(0u, 64u, place.index >= luma_blocks()) + at];
  let value = quantise(cells[origin * CELLS + (at / 8u) * ROW + at % 8u], step);
  return select(0, value, origin == place.slot || at == 0u);
}

fn pair(low: i32, high: i32) -> u32 {
  return (u32(low) & 0xffffu) | (u32(high) << 16u);
}

/// The block's number in the scan. None beyond the end of the row of MCUs.
fn block_of(place: Line) -> u32 {
  let inside = place.local_mcu < frame.group_mcus && place.mcu < frame.mcus_across;
  let block = (place.mcu_row * frame.mcus_across + place.mcu) * frame.mcu_blocks + place.index;
  return select(0xffffffffu, block, inside);
}

/// The slot itself if its block holds pixels. Otherwise the earlier block whose DC it takes.
fn origin_of(place: Line) -> u32 {
  if (place.index >= luma_blocks()) {
    return place.slot;
  }
  var x = place.index & (frame.luma_across - 1u);
  var y = place.index >> (frame.luma_across - 1u);
  if (8u * (frame.luma_down * place.mcu_row + y) >= frame.height) {
    y = 0u;
    x = frame.luma_across - 1u;
  }
  if (8u * (frame.luma_across * place.mcu + x) >= frame.width) {
    x = 0u;
  }
  return place.slot - place.index + y * frame.luma_across + x;
}

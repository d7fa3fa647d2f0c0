// Produces the symbols of a block (ITU-T T.81, F.1.2). The linker chooses the sink `emit`, which receives a
// symbol's index in the tables and the bits that follow its code.
import package::codecs::jpeg::encode::frame::{frame, luma_blocks};
import package::codecs::jpeg::encode::tables::{AC, CHROMA, HUFFMAN};
import package::sink::emit;

@group(0) @binding(3) var<storage, read> coefficients: array<u32>;
@group(0) @binding(4) var<storage, read> masks: array<vec2u>;

const ZEROS_16 = 0xf0u;
const END = 0u;

fn coefficient(block: u32, place: u32) -> i32 {
  return extractBits(i32(coefficients[32u * block + place / 2u]), 16u * (place % 2u), 16u);
}

/// DC minus the DC of the component's previous block. A segment starts from zero.
fn difference(block: u32) -> i32 {
  let index = block % frame.mcu_blocks;
  let luma = luma_blocks();
  let back = select(select(1u, frame.mcu_blocks - luma + 1u, index == 0u), frame.mcu_blocks, index >= luma);
  let alone = block % frame.segment_blocks < back;
  let before = select(block - back, block, alone);
  return coefficient(block, 0u) - select(coefficient(before, 0u), 0, alone);
}

/// Number of bits of a magnitude.
fn size_of(value: i32) -> u32 {
  return 32u - countLeadingZeros(u32(abs(value)));
}

/// The bits after a code. Negative numbers are decremented, so that they start with a zero bit.
fn bits_of(value: i32, size: u32) -> u32 {
  return u32(select(value, value - 1, value < 0)) & ((1u << size) - 1u);
}

fn emit_block(block: u32) {
  let table = HUFFMAN + select(0u, CHROMA, block % frame.mcu_blocks >= luma_blocks());
  let dc = difference(block);
  let dc_size = size_of(dc);
  emit(table + dc_size, bits_of(dc, dc_size), dc_size);
  let mask = masks[block] & vec2u(0xfffffffeu, 0xffffffffu);
  var last = 0u;
  for (var half = 0u; half < 2u; half++) {
    var left = select(mask.x, mask.y, half == 1u);
    for (var i = 0u; i < 32u && left != 0u; i++) {
      let place = 32u * half + countTrailingZeros(left);
      left &= left - 1u;
      var run = place - last - 1u;
      for (var skipped = 0u; skipped < 3u && run > 15u; skipped++) {
        emit(table + AC + ZEROS_16, 0u, 0u);
        run -= 16u;
      }
      let value = coefficient(block, place);
      let size = size_of(value);
      emit(table + AC + (16u * run + size) % 256u, bits_of(value, size), size);
      last = place;
    }
  }
  if (last < 63u) {
    emit(table + AC + END, 0u, 0u);
  }
}

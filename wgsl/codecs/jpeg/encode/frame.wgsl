// The picture's parameters, for all programs of the encoder. A buffer has the same name in each;
// src/backends/gpu/jpeg/encode-dispatches.ts binds it by that name.

/// Lengths are in pixels, MCUs or blocks. Blocks are numbered in scan order.
struct Frame {
  width: u32,
  height: u32,
  mcus_across: u32,
  mcus: u32,
  /// Luma blocks per MCU in each direction, 1 or 2. Each chroma component has one.
  luma_across: u32,
  luma_down: u32,
  mcu_blocks: u32,
  blocks: u32,
  /// Blocks between restart markers. All blocks without markers.
  segment_blocks: u32,
  /// MCUs of a row per workgroup of the transform: as many as have at most 32 blocks.
  group_mcus: u32,
}

@group(0) @binding(0) var<uniform> frame: Frame;

/// Blocks per workgroup in coding, one per invocation.
const GROUP = 256u;

/// Luma blocks per MCU.
fn luma_blocks() -> u32 {
  return frame.luma_across * frame.luma_down;
}

// What every stage of the encoder knows of the picture. A buffer has the same name in all stages, by which
// src/backends/gpu/jpeg/encode-dispatches.ts binds it.

/// Lengths are in pixels, MCUs or blocks; blocks are counted in the order of the scan.
struct Frame {
  width: u32,
  height: u32,
  mcus_across: u32,
  mcus: u32,
  /// Blocks of luma in an MCU, 1 or 2 each way; of each chroma there is one.
  luma_across: u32,
  luma_down: u32,
  mcu_blocks: u32,
  blocks: u32,
  /// Blocks between restart markers; all of them where there are none.
  segment_blocks: u32,
  /// MCUs of a row that a workgroup transforms: as many as have 32 blocks at most.
  group_mcus: u32,
}

@group(0) @binding(0) var<uniform> frame: Frame;

/// Blocks whose lengths a workgroup adds up, one for each invocation.
const GROUP = 256u;

/// Index of a workgroup of a dispatch in rows, which exist because a row holds 65,535 at most.
fn linear(group: vec3u, groups: vec3u) -> u32 {
  return group.y * groups.x + group.x;
}

/// Blocks of luma in an MCU.
fn luma_blocks() -> u32 {
  return frame.luma_across * frame.luma_down;
}

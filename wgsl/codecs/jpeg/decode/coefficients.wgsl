// Expands the coefficients of blocks: into natural order, dequantised. Eight invocations share a block.
import package::codecs::jpeg::decode::header::{header, input};

/// As in emit.wgsl, with the DC differences summed.
@group(0) @binding(3) var<storage, read_write> symbols: array<u32>;
@group(0) @binding(4) var<storage, read_write> blocks: array<u32>;

/// Items per tile of lib/prefix_sum/buffer.wgsl.
const TILE = 4096u;
const BLOCKS = 32u;
/// Words between rows and between blocks, chosen so that rows and columns fall into different memory banks.
const ROW = 9u;
const BLOCK = 73u;

/// Limit beyond which libjpeg's 16-bit arithmetic overflows. Valid pictures stay far below.
const MOST = 16383;

var<workgroup> coefficients: array<i32, BLOCKS * BLOCK>;

/// The component of a block, numbered through all components.
fn component_of(block: u32) -> u32 {
  var component = 0u;
  for (var i = 1u; i < header.component_count; i++) {
    component = select(component, i, block >= header.components[i].first);
  }
  return component;
}

fn dc_sum_before(index: u32) -> u32 {
  let at = max(index, 1u) - 1u;
  let sum = blocks[2u * header.blocks + at] + blocks[3u * header.blocks + at / TILE];
  return select(sum, 0u, index == 0u);
}

fn clear_column(base: u32) {
  for (var i = 0u; i < 8u; i++) {
    coefficients[base + i * ROW] = 0;
  }
}

/// Expands a block's coefficients, or only the first, with lanes taking turns. Returns the largest.
fn expand(component: u32, x: u32, y: u32, base: u32, lane: u32, whole: bool) -> i32 {
  let own = header.components[component];
  let units = own.units_across * own.units_down;
  let mcu = y / own.units_down * own.mcus_across + x / own.units_across;
  let unit = y % own.units_down * own.units_across + x % own.units_across;
  let coded = min(own.base + mcu * units + unit, header.blocks - 1u);
  var most = 0;
  if (lane == 0u) {
    let since = own.base + mcu / own.restart * own.restart * units;
    let dc = bitcast<i32>(dc_sum_before(coded + 1u) - dc_sum_before(since));
    let value = dc * i32(input[own.steps] >> 16u);
    coefficients[base] = value;
    most = max(abs(dc), abs(value));
  }
  if (!whole) {
    return most;
  }
  let first = blocks[coded];
  let count = min(max(blocks[header.blocks + coded], first) - first, 63u);
  for (var i = lane; i < count; i += 8u) {
    let symbol = symbols[min(first + i, header.symbols - 1u)];
    let step = input[own.steps + (symbol & 63u)];
    let value = (bitcast<i32>(symbol) >> 16u) * i32(step >> 16u);
    coefficients[base + (step & 63u) / 8u * ROW + (step & 7u)] = value;
    most = max(most, abs(value));
  }
  return most;
}

fn load_eight(base: u32, step: u32) -> array<i32, 8> {
  var values: array<i32, 8>;
  for (var i = 0u; i < 8u; i++) {
    values[i] = coefficients[base + i * step];
  }
  return values;
}

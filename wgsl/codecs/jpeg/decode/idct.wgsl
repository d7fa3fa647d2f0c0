// Turns blocks of coefficients into samples exactly as libjpeg's integer transform does (jidctint.c: Loeffler,
// Ligtenberg and Moschytz, 1989). Eight invocations work a block: a column each, then a row each.
import package::codecs::jpeg::decode::header::{Component, FAULTS, OUT_OF_RANGE, header, input, status};

/// As in emit.wgsl, the DC differences summed up.
@group(0) @binding(3) var<storage, read_write> symbols: array<u32>;
@group(0) @binding(4) var<storage, read_write> blocks: array<u32>;
/// The components' samples, four in a word, rows of whole blocks.
@group(0) @binding(5) var<storage, read_write> planes: array<u32>;

/// As in scan.wgsl.
const TILE = 4096u;
const BLOCKS = 32u;
/// Words from row to row, and from block to block, so that rows and columns meet different banks.
const ROW = 9u;
const BLOCK = 73u;

/// Beyond this libjpeg's 16-bit arithmetic would overflow; a sound picture is far below.
const MOST = 16383;

var<workgroup> coefficients: array<i32, BLOCKS * BLOCK>;

/// The component of a block, counted through all of them.
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

/// Puts the coefficients of a block in their places, each by the lane whose turn it is; gives the largest.
fn expand(component: u32, x: u32, y: u32, base: u32, lane: u32) -> i32 {
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

/// One dimension of the transform, before it is scaled down.
fn transform(v: array<i32, 8>) -> array<i32, 8> {
  let even = (v[2] + v[6]) * 4433;
  let two = even - v[6] * 15137;
  let three = even + v[2] * 6270;
  let zero = (v[0] + v[4]) << 13u;
  let one = (v[0] - v[4]) << 13u;
  let all = (v[7] + v[3] + v[5] + v[1]) * 9633;
  let a = (v[7] + v[1]) * -7373;
  let b = (v[5] + v[3]) * -20995;
  let c = (v[7] + v[3]) * -16069 + all;
  let d = (v[5] + v[1]) * -3196 + all;
  let o0 = v[7] * 2446 + a + c;
  let o1 = v[5] * 16819 + b + d;
  let o2 = v[3] * 25172 + b + c;
  let o3 = v[1] * 12299 + a + d;
  return array<i32, 8>(
    zero + three + o3,
    one + two + o2,
    one - two + o1,
    zero - three + o0,
    zero - three - o0,
    one - two - o1,
    one + two - o2,
    zero + three - o3,
  );
}

fn load_eight(base: u32, step: u32) -> array<i32, 8> {
  var values: array<i32, 8>;
  for (var i = 0u; i < 8u; i++) {
    values[i] = coefficients[base + i * step];
  }
  return values;
}

/// Transforms a column in place; gives the largest value.
fn transform_column(base: u32) -> i32 {
  let column = transform(load_eight(base, ROW));
  var most = 0;
  for (var i = 0u; i < 8u; i++) {
    let value = (column[i] + 1024) >> 11u;
    most = max(most, abs(value));
    coefficients[base + i * ROW] = value;
  }
  return most;
}

/// Transforms a row into samples.
fn transform_row(base: u32) -> vec2u {
  let row = transform(load_eight(base, 1u));
  var samples = vec2u();
  for (var i = 0u; i < 8u; i++) {
    let sample = u32(clamp(((row[i] + (1 << 17u)) >> 18u) + 128, 0, 255));
    samples[i / 4u] |= sample << (i % 4u * 8u);
  }
  return samples;
}

@compute @workgroup_size(16, 16)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) index: u32,
) {
  let block = (group.y * groups.x + group.x) * BLOCKS + index / 8u;
  let lane = index % 8u;
  let base = index / 8u * BLOCK;
  let used = block < header.real_blocks;
  let component = component_of(block);
  let own = header.components[component];
  let x = (block - own.first) % own.columns;
  let y = (block - own.first) / own.columns;
  for (var i = index; i < BLOCKS * BLOCK; i += 256u) {
    coefficients[i] = 0;
  }
  workgroupBarrier();
  var most = 0;
  if (used) {
    most = expand(component, x, y, base, lane);
  }
  workgroupBarrier();
  most = max(most, transform_column(base + lane));
  workgroupBarrier();
  if (used) {
    let samples = transform_row(base + lane * ROW);
    let at = own.plane + (8u * y + lane) * own.stride + 2u * x;
    planes[at] = samples.x;
    planes[at + 1u] = samples.y;
    if (most > MOST) {
      atomicOr(&status[FAULTS], OUT_OF_RANGE);
    }
  }
}

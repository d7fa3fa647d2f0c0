// Inverse DCT, exactly like libjpeg's integer transform (jidctint.c: C. Loeffler, A. Ligtenberg and G. Moschytz,
// ICASSP 1989), and its smaller versions for scaled decoding. Eight invocations share a block: a column each, then
// a row each.
import package::codecs::jpeg::decode::coefficients::{
  BLOCK, BLOCKS, MOST, ROW, clear_column, coefficients, component_of, expand, load_eight
};
import package::codecs::jpeg::decode::header::{FAULTS, OUT_OF_RANGE, header, status};
import package::codecs::jpeg::decode::reduced::{column_to_four, column_to_two, sample_of, row_to_four, rows_to_two};
import package::lib::dispatch::group_number;

/// The components' samples: rows of whole blocks with four samples per word, or one word per block of up to 2 x 2.
@group(0) @binding(5) var<storage, read_write> planes: array<u32>;

/// One dimension of the transform, before descaling.
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

/// Transforms a column of eight in place. Returns the largest value.
fn column_to_eight(base: u32) -> i32 {
  let column = transform(load_eight(base, ROW));
  var most = 0;
  for (var i = 0u; i < 8u; i++) {
    let value = (column[i] + 1024) >> 11u;
    most = max(most, abs(value));
    coefficients[base + i * ROW] = value;
  }
  return most;
}

/// Transforms a row into eight samples.
fn row_to_eight(base: u32) -> vec2u {
  let row = transform(load_eight(base, 1u));
  var samples = vec2u();
  for (var i = 0u; i < 8u; i++) {
    let sample = u32(clamp(((row[i] + (1 << 17u)) >> 18u) + 128, 0, 255));
    samples[i / 4u] |= sample << (i % 4u * 8u);
  }
  return samples;
}

/// Transforms a column in place to the block's scaled size. Returns the largest value.
fn transform_column(side: u32, base: u32) -> i32 {
  switch side {
    case 8u: {
      return column_to_eight(base);
    }
    case 4u: {
      return column_to_four(base);
    }
    case 2u: {
      return column_to_two(base);
    }
    default: {
      return 0;
    }
  }
}

/// Writes an invocation's part of a block's samples.
fn store(component: u32, x: u32, y: u32, base: u32, lane: u32) {
  let own = header.components[component];
  if (own.side == 8u) {
    let samples = row_to_eight(base + lane * ROW);
    let at = own.plane + (8u * y + lane) * own.stride + 2u * x;
    planes[at] = samples.x;
    planes[at + 1u] = samples.y;
  } else if (own.side == 4u) {
    if (lane < 4u) {
      planes[own.plane + (4u * y + lane) * own.stride + x] = row_to_four(base + lane * ROW);
    }
  } else if (lane == 0u) {
    let at = own.plane + y * own.stride + x;
    if (own.side == 2u) {
      planes[at] = rows_to_two(base);
    } else {
      planes[at] = sample_of(coefficients[base]);
    }
  }
}

/// A block's component, and its position there.
struct Place {
  component: u32,
  x: u32,
  y: u32,
}

fn place_of(block: u32) -> Place {
  let component = component_of(block);
  let own = header.components[component];
  return Place(component, (block - own.first) % own.columns, (block - own.first) / own.columns);
}

/// Whether every block of the workgroup becomes one sample, which needs only the DC coefficient.
fn is_coarsest(first: u32) -> bool {
  let last = component_of(first + BLOCKS - 1u);
  for (var i = component_of(first); i <= last; i++) {
    if (header.components[i].side > 1u) {
      return false;
    }
  }
  return true;
}

/// Writes the single sample of each of the workgroup's blocks.
fn average(first: u32, index: u32) {
  let block = first + index;
  if (index >= BLOCKS || block >= header.real_blocks) {
    return;
  }
  let at = place_of(block);
  let most = expand(at.component, at.x, at.y, index * BLOCK, 0u, false);
  store(at.component, at.x, at.y, index * BLOCK, 0u);
  report(most);
}

fn report(most: i32) {
  if (most > MOST) {
    atomicOr(&status[FAULTS], OUT_OF_RANGE);
  }
}

@compute @workgroup_size(16, 16)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) index: u32,
) {
  let begin = group_number(group, groups) * BLOCKS;
  if (is_coarsest(begin)) {
    average(begin, index);
    return;
  }
  let block = begin + index / 8u;
  let lane = index % 8u;
  let base = index / 8u * BLOCK;
  let used = block < header.real_blocks;
  let at = place_of(block);
  let side = header.components[at.component].side;
  clear_column(base + lane);
  workgroupBarrier();
  var most = 0;
  if (used) {
    most = expand(at.component, at.x, at.y, base, lane, side > 1u);
  }
  workgroupBarrier();
  most = max(most, transform_column(side, base + lane));
  workgroupBarrier();
  if (used) {
    store(at.component, at.x, at.y, base, lane);
    report(most);
  }
}

// Decodes every subsequence from its known start, and writes its coefficients. Proves on the way that each
// subsequence starts where the previous one ends: then a sequential decoder would have parsed the same.
import package::codecs::jpeg::decode::header::{
  FAULTS, NOT_SYNCHRONISED, NO_CODE, OWNED, SUBSEQUENCE, Segment, TOO_LITTLE_DATA, TOO_MANY_COEFFICIENTS, WHOLE,
  header, input, is_used, load_segment, scan_of, status
};
import package::codecs::jpeg::decode::symbols::{
  Place, Position, Symbol, load_tables, peek, place_at, read_symbol, skip, unpack_position
};
import package::lib::dispatch::group_number;

/// As in sync.wgsl, with the last two values as prefix sums.
@group(0) @binding(2) var<storage, read_write> states: array<u32>;
/// Non-zero AC coefficients: the value above the zig-zag index.
@group(0) @binding(3) var<storage, read_write> symbols: array<u32>;
/// By block: first symbol, end of its symbols, DC difference.
@group(0) @binding(4) var<storage, read_write> blocks: array<u32>;

/// Items per tile of lib/prefix_sum/buffer.wgsl.
const TILE = 4096u;

/// Sum over the first `index` items of the prefix-summed states: symbols first, then blocks.
fn sum_before(index: u32) -> u32 {
  let at = max(index, 1u) - 1u;
  let sum = states[2u * header.subsequences + at] + states[4u * header.subsequences + at / TILE];
  return select(sum, 0u, index == 0u);
}

/// Reads a value of `size` bits; the lower half is negative (ITU-T T.81 F.2.2.1, EXTEND).
fn read_value(window: u32, symbol: Symbol) -> i32 {
  if (symbol.size == 0u) {
    return 0;
  }
  let bits = (window << symbol.length) >> (32u - symbol.size);
  let negative = (bits >> (symbol.size - 1u)) == 0u;
  return i32(bits) - select(0, i32(1u << symbol.size) - 1, negative);
}

/// A decoder's position in its segment.
struct Progress {
  at: Position,
  /// Blocks begun, index of the current block, and index of the next symbol.
  begun: u32,
  block: u32,
  symbol: u32,
}

/// Index of the n-th block of a segment.
fn address(scan: u32, segment: Segment, n: u32) -> u32 {
  let count = max(header.scans[scan].unit_count, 1u);
  let unit = header.scans[scan].units + 4u * (n % count);
  return min(input[unit] + (segment.mcu + n / count) * input[unit + 1u], header.blocks - 1u);
}

/// Writes one symbol. Returns fault bits.
fn write(progress: ptr<function, Progress>, scan: u32, segment: Segment, window: u32, symbol: Symbol) -> u32 {
  let value = read_value(window, symbol);
  var fault = select(NO_CODE, 0u, symbol.valid);
  if ((*progress).at.k == 0u) {
    (*progress).block = address(scan, segment, (*progress).begun);
    (*progress).begun++;
    blocks[(*progress).block] = (*progress).symbol;
    blocks[2u * header.blocks + (*progress).block] = bitcast<u32>(value);
  } else if (symbol.size > 0u) {
    let k = (*progress).at.k + symbol.run;
    fault |= select(0u, TOO_MANY_COEFFICIENTS, k > 63u);
    symbols[min((*progress).symbol, header.symbols - 1u)] = (u32(value) << 16u) | min(k, 63u);
    (*progress).symbol++;
  }
  (*progress).at = symbol.next;
  if (symbol.next.k == 0u) {
    blocks[header.blocks + (*progress).block] = (*progress).symbol;
  }
  return fault;
}

/// Decodes and writes a subsequence. Returns fault bits.
fn emit(subsequence: u32, scan: u32) -> u32 {
  let count = header.subsequences;
  let segment = load_segment(subsequence);
  let before = sum_before(count + subsequence) - sum_before(count + segment.first);
  var entry = 0u;
  if (subsequence != segment.first) {
    entry = states[count + subsequence - 1u];
  }
  var progress = Progress(unpack_position(entry), before, 0u, sum_before(subsequence));
  if (before > segment.blocks || (before == segment.blocks && progress.at.k == 0u)) {
    return 0u;
  }
  progress.block = address(scan, segment, max(before, 1u) - 1u);
  var faults = select(0u, NOT_SYNCHRONISED, states[subsequence] != entry);
  let stop = min((subsequence + 1u) * SUBSEQUENCE, segment.end);
  var place = place_at(subsequence * SUBSEQUENCE + (entry & 31u));
  let units = header.scans[scan].unit_count;
  for (var step = 0u; step < SUBSEQUENCE && place.bit < stop; step++) {
    let window = peek(place);
    let symbol = read_symbol(window, progress.at, units);
    faults |= write(&progress, scan, segment, window, symbol);
    skip(&place, symbol.length + symbol.size);
    if (progress.begun == segment.blocks && progress.at.k == 0u) {
      atomicAdd(&status[WHOLE], 1u);
      return faults | select(0u, TOO_LITTLE_DATA, place.bit > segment.end);
    }
  }
  let as_before = progress.symbol == sum_before(subsequence + 1u);
  return faults | select(NOT_SYNCHRONISED, 0u, as_before);
}

@compute @workgroup_size(16, 16)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) index: u32,
) {
  let first = group_number(group, groups) * OWNED;
  let scan = scan_of(first);
  load_tables(scan, index);
  if (index < OWNED && is_used(first + index)) {
    let faults = emit(first + index, scan);
    if (faults != 0u) {
      atomicOr(&status[FAULTS], faults);
    }
  }
}

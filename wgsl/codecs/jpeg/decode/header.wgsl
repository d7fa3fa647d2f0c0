// The picture's parameters, packed by src/backends/gpu/jpeg/decode-layout.ts. The data are cut into subsequences of
// SUBSEQUENCE bits, which are decoded in parallel.

/// Bits of a subsequence.
const SUBSEQUENCE = 1024u;

/// Subsequences per workgroup. Each scan starts at a multiple of it.
const OWNED = 240u;

/// Index of the first word of data.
const DATA = 4u;

/// Marks an unused subsequence, and other missing values.
const NONE = 0xffffffffu;

struct Component {
  /// Blocks per row inside the picture, and blocks of earlier components; first word of its samples, and words per
  /// row of samples (of blocks, when a word holds a block of up to 2 x 2).
  columns: u32,
  first: u32,
  plane: u32,
  stride: u32,
  /// Its blocks in an MCU, MCUs per row of its scan, and coded blocks of earlier components, in scan order.
  units_across: u32,
  units_down: u32,
  mcus_across: u32,
  base: u32,
  /// Last column and row of samples inside the picture, and the factors by which samples are repeated.
  last_x: u32,
  last_y: u32,
  expand_x: u32,
  expand_y: u32,
  /// Whether samples are interpolated ("fancy upsampling"), MCUs between restarts, first of the 64 quantisation
  /// steps, and samples per block side.
  fancy: u32,
  restart: u32,
  steps: u32,
  side: u32,
}

struct Scan {
  /// First subsequence; start and number of tables; start and number of units.
  first: u32,
  tables: u32,
  table_count: u32,
  units: u32,
  unit_count: u32,
  unused_a: u32,
  unused_b: u32,
  unused_c: u32,
}

struct Header {
  /// Extent of the decoded picture.
  width: u32,
  height: u32,
  component_count: u32,
  /// Whether the components are YCbCr.
  ycc: u32,
  subsequences: u32,
  scan_count: u32,
  /// Offsets of the segments, and of the segment of each subsequence.
  segments: u32,
  segment_of: u32,
  /// Bytes of stuffed data, if unstuff.wgsl makes the words; index of the last word.
  raw: u32,
  last_word: u32,
  /// Coded blocks, and blocks inside the picture.
  blocks: u32,
  real_blocks: u32,
  /// Capacity for symbols.
  symbols: u32,
  /// Most rounds of synchronisation, and the state that it starts with.
  rounds: u32,
  guess: u32,
  unused: u32,
  components: array<Component, 4>,
  scans: array<Scan, 4>,
}

struct Segment {
  /// First subsequence, end in bits, first MCU, and number of blocks that it must contain.
  first: u32,
  end: u32,
  mcu: u32,
  blocks: u32,
}

@group(0) @binding(0) var<uniform> header: Header;
@group(0) @binding(1) var<storage, read> input: array<u32>;
/// The data from word `DATA` on, first byte highest. Word 0 is the end in bits, for a segment whose own `end` is
/// `NONE`.
@group(0) @binding(8) var<storage, read> words: array<u32>;
/// Number of complete segments, and fault bits.
@group(0) @binding(7) var<storage, read_write> status: array<atomic<u32>>;

const WHOLE = 0u;
const FAULTS = 1u;
/// Fault: a subsequence does not start where the previous one ended.
const UNSETTLED = 2u;

const NO_CODE = 1u;
const TOO_MANY_COEFFICIENTS = 2u;
const NOT_SYNCHRONISED = 4u;
const TOO_LITTLE_DATA = 8u;
const OUT_OF_RANGE = 16u;
const MARKER_INSIDE = 32u;

fn load_segment(subsequence: u32) -> Segment {
  let at = header.segments + 4u * input[header.segment_of + subsequence];
  let end = input[at + 1u];
  return Segment(input[at], select(end, words[0], end == NONE), input[at + 2u], input[at + 3u]);
}

/// Whether a subsequence holds data.
fn is_used(subsequence: u32) -> bool {
  if (subsequence >= header.subsequences || input[header.segment_of + subsequence] == NONE) {
    return false;
  }
  return subsequence * SUBSEQUENCE < load_segment(subsequence).end;
}

/// The scan of a subsequence.
fn scan_of(subsequence: u32) -> u32 {
  var scan = 0u;
  for (var i = 1u; i < header.scan_count; i++) {
    scan = select(scan, i, subsequence >= header.scans[i].first);
  }
  return scan;
}

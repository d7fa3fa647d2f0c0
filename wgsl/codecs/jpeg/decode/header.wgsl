// What the host tells about a picture, as src/backends/gpu/jpeg/decode-layout.ts packs it. Its data are cut
// into subsequences of SUBSEQUENCE bits, which are decoded side by side.

/// Bits of a subsequence.
const SUBSEQUENCE = 1024u;

/// Subsequences that a workgroup owns. Each scan begins at a multiple of it.
const OWNED = 240u;

/// Word where the data begin.
const DATA = 4u;

/// Marks a subsequence that holds nothing, and whatever else there is none of.
const NONE = 0xffffffffu;

struct Component {
  /// Real blocks in a row, and before this component's; where its samples begin and how long a row of them, or
  /// of blocks where these are 2 x 2 or less, is in words.
  columns: u32,
  first: u32,
  plane: u32,
  stride: u32,
  /// Its blocks in an MCU, MCUs in a row of its scan, and blocks of other components before its own, in
  /// the order of the scan.
  units_across: u32,
  units_down: u32,
  mcus_across: u32,
  base: u32,
  /// Its last real column and row of samples, and how often each is repeated in the picture.
  last_x: u32,
  last_y: u32,
  expand_x: u32,
  expand_y: u32,
  /// Whether samples in between are interpolated, MCUs between restarts, where the 64 steps are, and samples
  /// along a block's side.
  fancy: u32,
  restart: u32,
  steps: u32,
  side: u32,
}

struct Scan {
  /// First subsequence, where tables and units begin, and how many there are of each.
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
  /// Of the picture as it is decoded.
  width: u32,
  height: u32,
  component_count: u32,
  /// Whether the components are luma and chroma.
  ycc: u32,
  subsequences: u32,
  scan_count: u32,
  /// Where in the input the segments and the segment of each subsequence begin.
  segments: u32,
  segment_of: u32,
  /// Bytes of the data as they are in the file, where unstuff.wgsl makes the words; and their last word.
  raw: u32,
  last_word: u32,
  /// Blocks as they are coded, and as the picture needs them.
  blocks: u32,
  real_blocks: u32,
  /// Room for symbols.
  symbols: u32,
  /// Rounds of synchronisation at most, and the state that it begins with.
  rounds: u32,
  guess: u32,
  unused: u32,
  components: array<Component, 4>,
  scans: array<Scan, 4>,
}

struct Segment {
  /// Its first subsequence, the bit behind its last, its first MCU, and the blocks that it must give.
  first: u32,
  end: u32,
  mcu: u32,
  blocks: u32,
}

@group(0) @binding(0) var<uniform> header: Header;
@group(0) @binding(1) var<storage, read> input: array<u32>;
/// The data, first bytes highest, from the word `DATA` on. The first word is the bit behind them where a segment's
/// own `end` is `NONE`.
@group(0) @binding(8) var<storage, read> words: array<u32>;
/// How many segments are whole, and what is wrong, bit by bit.
@group(0) @binding(7) var<storage, read_write> status: array<atomic<u32>>;

const WHOLE = 0u;
const FAULTS = 1u;
/// Whether a subsequence was not begun where the one before ended.
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

/// The scan that a subsequence belongs to.
fn scan_of(subsequence: u32) -> u32 {
  var scan = 0u;
  for (var i = 1u; i < header.scan_count; i++) {
    scan = select(scan, i, subsequence >= header.scans[i].first);
  }
  return scan;
}

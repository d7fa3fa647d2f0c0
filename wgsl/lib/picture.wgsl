// Reads a pass's source and writes its goal. The linker chooses the modules `source_*` and `goal_*` for pixel types
// and channels.
import package::source_pixel::{Group as SourceGroup, WHITE, decode};
import package::source_channels::{CHANNELS as SOURCE_CHANNELS, gather};
import package::goal_pixel::{Group as GoalGroup, encode};
import package::goal_channels::{CHANNELS as GOAL_CHANNELS, scatter};

/// The part of the goal that a dispatch works on.
struct Frame {
  /// Extent of the goal, in pixels.
  width: u32,
  height: u32,
  /// Rows of the goal to write: `first` up to `end` (exclusive).
  first: u32,
  end: u32,
  /// Groups of samples before the bound window.
  source_start: u32,
  goal_start: u32,
}

@group(0) @binding(0) var<storage, read> source: array<SourceGroup>;
@group(0) @binding(1) var<storage, read_write> goal: array<GoalGroup>;
@group(0) @binding(2) var<uniform> frame: Frame;
/// The pass's table. A few unused words if it has none.
@group(0) @binding(4) var<storage, read> table: array<f32>;

/// Stands for "no quad".
const NONE = 0xffffffffu;

/// The quad that an invocation owns. Pixels are numbered through the whole picture, so four of them are whole words
/// in every layout. Invocation (x, y) owns the x-th quad that starts in row `first + y`.
fn quad_of(id: vec3u) -> u32 {
  let row = frame.first + id.y;
  let quad = (row * frame.width + 3u) / 4u + id.x;
  let row_end = ((row + 1u) * frame.width + 3u) / 4u;
  return select(NONE, quad, row < frame.end && quad < row_end);
}

/// Reads a quad's colours in the source's pixel type.
fn load_quad(quad: u32) -> array<vec4f, 4> {
  var groups: array<vec4f, 4>;
  for (var i = 0u; i < SOURCE_CHANNELS; i++) {
    groups[i] = decode(source[quad * SOURCE_CHANNELS + i - frame.source_start]);
  }
  return gather(groups, WHITE);
}

/// Reads one pixel's colour. The pixel must lie in the bound window.
fn load_color(pixel: u32) -> vec4f {
  if (SOURCE_CHANNELS == 4u) {
    return decode(source[pixel - frame.source_start]);
  }
  let first = pixel * SOURCE_CHANNELS;
  let red = load_sample(first);
  if (SOURCE_CHANNELS == 1u) {
    return vec4f(vec3f(red), WHITE);
  }
  let second = load_sample(first + 1u);
  if (SOURCE_CHANNELS == 2u) {
    return vec4f(vec3f(red), second);
  }
  return vec4f(red, second, load_sample(first + 2u), WHITE);
}

fn load_sample(index: u32) -> f32 {
  return decode(source[index / 4u - frame.source_start])[index % 4u];
}

/// Writes a quad's colours, which must be rounded to the goal's pixel type.
fn store_quad(quad: u32, colors: array<vec4f, 4>) {
  var groups = scatter(colors);
  for (var i = 0u; i < GOAL_CHANNELS; i++) {
    goal[quad * GOAL_CHANNELS + i - frame.goal_start] = encode(groups[i]);
  }
}

// Counts the levels of the picture.
import package::lib::number::is_nan;
import package::lib::picture::{NONE, load_quad};
import package::lib::histogram::luma::{LEVELS, counts, levels_of, luma_level};
import package::lib::histogram::tile::{QUADS, ROWS, STRIDE, counted_quad, pixels_of};
import package::stages::stages;

@group(0) @binding(5) var<storage, read_write> ledger: array<atomic<u32>>;

/// The workgroup's own counts of up to three times 256 levels; 65536 would not fit.
var<workgroup> bins: array<atomic<u32>, 768>;

/// For each histogram the place that was counted last, and how often in a row: flat areas would else have
/// all invocations wait for each other.
var<private> places: array<u32, 3>;
var<private> runs: array<u32, 3>;

@compute @workgroup_size(16, 16)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) index: u32) {
  for (var row = index / QUADS; row < ROWS; row += STRIDE) {
    let quad = counted_quad(group, index, row);
    if (quad == NONE) {
      continue;
    }
    var colors = load_quad(quad);
    let pixels = pixels_of(quad);
    for (var i = 0u; i < pixels; i++) {
      note(colors[i]);
    }
  }
  for (var table = 0u; table < 3u; table++) {
    flush(table);
  }
  if (LEVELS != 256u) {
    return;
  }
  workgroupBarrier();
  for (var place = index; place < stages.entry.tables * LEVELS; place += 256u) {
    let count = atomicLoad(&bins[place]);
    if (count > 0u) {
      atomicAdd(&ledger[place], count);
    }
  }
}

fn note(color: vec4f) {
  if (stages.entry.luma == 1u) {
    if (counts(color)) {
      count_at(0u, luma_level(color));
    }
    return;
  }
  let levels = levels_of(color);
  let absent = is_nan(color);
  for (var table = 0u; table < stages.entry.tables; table++) {
    if (!absent[table]) {
      count_at(table, table * LEVELS + levels[table]);
    }
  }
}

fn count_at(table: u32, place: u32) {
  if (places[table] != place) {
    flush(table);
    places[table] = place;
  }
  runs[table]++;
}

fn flush(table: u32) {
  if (runs[table] > 0u) {
    if (LEVELS == 256u) {
      atomicAdd(&bins[places[table]], runs[table]);
    } else {
      atomicAdd(&ledger[places[table]], runs[table]);
    }
  }
  runs[table] = 0u;
}

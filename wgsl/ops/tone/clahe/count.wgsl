// Counts the levels of luma in each window.
import package::lib::picture::{NONE, frame, load_quad};
import package::lib::histogram::luma::{LEVELS, counts, luma_level};
import package::lib::histogram::tile::{QUADS, ROWS, STRIDE, counted_quad, pixels_of};
import package::stages::stages;

@group(0) @binding(5) var<storage, read_write> ledger: array<atomic<u32>>;

@compute @workgroup_size(16, 16)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) index: u32) {
  // The place counted last, and how often in a row, so that flat areas do not queue.
  var place = 0u;
  var run = 0u;
  for (var row = index / QUADS; row < ROWS; row += STRIDE) {
    let quad = counted_quad(group, index, row);
    if (quad == NONE) {
      continue;
    }
    var colors = load_quad(quad);
    let pixels = pixels_of(quad);
    for (var i = 0u; i < pixels; i++) {
      if (!counts(colors[i])) {
        continue;
      }
      let next = place_of(quad * 4u + i, colors[i]);
      if (next != place) {
        add(place, run);
        place = next;
        run = 0u;
      }
      run++;
    }
  }
  add(place, run);
}

fn add(place: u32, run: u32) {
  if (run > 0u) {
    atomicAdd(&ledger[place], run);
  }
}

/// Where a pixel is counted: by its window, and by the nearest of 256 levels.
fn place_of(pixel: u32, color: vec4f) -> u32 {
  let y = pixel / frame.width;
  let x = pixel - y * frame.width;
  let column = x * stages.entry.columns / frame.width;
  let row = y * stages.entry.rows / frame.height;
  let level = luma_level(color);
  let nearest = select((level + 128u) / 257u, level, LEVELS == 256u);
  return (row * stages.entry.columns + column) * 256u + nearest;
}

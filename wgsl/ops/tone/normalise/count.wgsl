// Counts a digit of the luminances that begin with the digits found so far.
import package::lib::lab::TO_Y;
import package::lib::number::is_finite;
import package::lib::picture::{NONE, load_quad};
import package::lib::srgb::to_linear;
import package::lib::histogram::tile::{QUADS, ROWS, STRIDE, counted_quad, pixels_of};
import package::ops::tone::normalise::ledger::{BINS, BITS, DIGIT, DIGITS, LARGEST, PREFIX};
import package::stages::stages;

@group(0) @binding(5) var<storage, read_write> ledger: array<atomic<u32>>;

var<workgroup> bins: array<atomic<u32>, 256>;

@compute @workgroup_size(16, 16)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) index: u32) {
  let shift = BITS * (DIGITS - 1u - stages.entry.level);
  let prefixes = vec2u(atomicLoad(&ledger[PREFIX]), atomicLoad(&ledger[PREFIX + 1u]));
  // The place counted last, and how often in a row, so that flat areas do not queue.
  var places = vec2u(NONE);
  var runs = vec2u();
  for (var row = index / QUADS; row < ROWS; row += STRIDE) {
    let quad = counted_quad(group, index, row);
    if (quad == NONE) {
      continue;
    }
    var colors = load_quad(quad);
    let pixels = pixels_of(quad);
    for (var i = 0u; i < pixels; i++) {
      let key = key_of(colors[i]) >> shift;
      let begins = vec2u(key >> BITS) == prefixes;
      for (var side = 0u; side < 2u; side++) {
        let place = side * DIGIT + key % DIGIT;
        if (key == NONE >> shift || !begins[side]) {
          continue;
        }
        if (place != places[side]) {
          add(places[side], runs[side]);
          places[side] = place;
          runs[side] = 0u;
        }
        runs[side]++;
      }
    }
  }
  add(places.x, runs.x);
  add(places.y, runs.y);
  workgroupBarrier();
  let count = atomicLoad(&bins[index]);
  if (count > 0u) {
    atomicAdd(&ledger[BINS + index], count);
  }
}

fn add(place: u32, run: u32) {
  if (run > 0u) {
    atomicAdd(&bins[place], run);
  }
}

/// The root of a pixel's luminance as a number of three digits: even steps would be coarse in the dark.
/// NONE where a colour is not finite.
fn key_of(color: vec4f) -> u32 {
  if (!all(is_finite(color).rgb)) {
    return NONE;
  }
  let luminance = dot(TO_Y, to_linear(color.rgb / stages.entry.white));
  return u32(sqrt(clamp(luminance, 0.0, 1.0)) * LARGEST + 0.5);
}

// How sums lie in between, along a row or a column: for each group of 64 samples the samples themselves,
// the sums of its 8 blocks of 8, and its own sum. As in src/ops/blur/boxBlur.ts.
import package::lib::holes::note_holes;
import package::lib::picture::load_color;
import package::ops::blur::blur::mixable::mixable;
import package::stages::stages;

const BLOCK = 8u;
const GROUP = 64u;
const STORED = 73u;

/// Number `index` of those in between, from the samples of one line, which begins at `base`.
fn sum_of(index: u32, base: u32, step: u32) -> vec4f {
  let params = stages.entry;
  let part = index % STORED;
  var first = index / STORED * GROUP;
  var count = GROUP;
  if (part < GROUP) {
    first += part;
    count = 1u;
  } else if (part < GROUP + BLOCK) {
    first += (part - GROUP) * BLOCK;
    count = BLOCK;
  }
  var sum = vec4f();
  for (var place = first; place < min(first + count, params.size); place++) {
    var color = load_color(base + place * step);
    if (params.raw == 1u) {
      note_holes(color);
      color = mixable(color, params.by_alpha, params.white);
    }
    sum += color;
  }
  return sum;
}

/// The mean of the samples around sample `index`, from the numbers in between.
fn mean_of(index: u32, base: u32, step: u32) -> vec4f {
  let params = stages.entry;
  let last = params.size - 1u;
  let first = max(index, params.radius) - params.radius;
  let end = min(index + params.radius, last) + 1u;
  var sum = vec4f();
  // The first and the last sample count again for what is beyond them.
  if (index < params.radius) {
    sum += f32(params.radius - index) * load_color(base);
  }
  if (index + params.radius > last) {
    let place = last / GROUP * STORED + last % GROUP;
    sum += f32(index + params.radius - last) * load_color(base + place * step);
  }
  for (var place = first; place < end;) {
    let group = place / GROUP * STORED;
    let within = place % GROUP;
    if (within == 0u && place + GROUP <= end) {
      sum += load_color(base + (group + GROUP + BLOCK) * step);
      place += GROUP;
    } else if (within % BLOCK == 0u && place + BLOCK <= end) {
      sum += load_color(base + (group + GROUP + within / BLOCK) * step);
      place += BLOCK;
    } else {
      sum += load_color(base + (group + within) * step);
      place++;
    }
  }
  return sum / f32(2u * params.radius + 1u);
}

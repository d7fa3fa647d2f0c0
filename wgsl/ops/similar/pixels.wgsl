// Means of the pixels around that look alike, a pixel an invocation. What a workgroup reads lies in its own
// memory where it fits: 16 KiB hold 37 x 34 RGB pixels, those around 16 x 16 up to a distance of 9.
import package::lib::picture::{frame, load_color, store_quad};
import package::ops::similar::load::{BEYOND, SAMPLES, load_similar};
import package::source_channels::CHANNELS as SOURCE_CHANNELS;
import package::stages::{apply_stages, stages};

// As in src/kernels/similar/neighbourhood-filter.ts.
const FAR = 40.0;
const FAINT = 1e-6;

const SIDE = 16u;
/// A row's first quad may begin up to three pixels behind the tile's first column.
const COLUMNS = i32(SIDE) + 3;
const CAPACITY = 4096;

var<workgroup> tile: array<f32, CAPACITY>;

/// Column and row of the tile's first pixel in the picture, its columns, and whether it is in use.
var<private> corner: vec2i;
var<private> tile_columns: i32;
var<private> in_tile: bool;

@compute @workgroup_size(16, 16)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_id) local: vec3u,
  @builtin(local_invocation_index) index: u32,
) {
  let around = stages.entry.reach + stages.entry.patch_reach;
  let size = vec2i(COLUMNS, i32(SIDE)) + 2 * around;
  let fits = size.x * size.y * i32(SAMPLES) <= CAPACITY;
  corner = vec2i(i32(group.x * SIDE), i32(frame.first + group.y * SIDE)) - around;
  tile_columns = size.x;
  if (fits) {
    fill_tile(index, size.x * size.y, around);
  }
  workgroupBarrier();

  let row = frame.first + group.y * SIDE + local.y;
  let quad = (row * frame.width + 3u) / 4u + group.x * (SIDE / 4u) + local.x / 4u;
  let pixel = quad * 4u + local.x % 4u;
  let y = pixel / frame.width;
  let x = pixel - y * frame.width;
  let owned = row < frame.end && quad < ((row + 1u) * frame.width + 3u) / 4u;
  var color = vec4f();
  if (owned && y < frame.height) {
    // The last quad of a row goes on in the next one, which lies elsewhere.
    in_tile = fits && y == row;
    color = apply_stages(mean_around(i32(x), i32(y)));
  }
  workgroupBarrier();

  // One invocation of four stores the quad.
  for (var i = 0u; i < 4u; i++) {
    tile[index * 4u + i] = color[i];
  }
  workgroupBarrier();
  if (!owned || local.x % 4u != 0u) {
    return;
  }
  var colors: array<vec4f, 4>;
  for (var i = 0u; i < 4u; i++) {
    let at = (index + i) * 4u;
    colors[i] = vec4f(tile[at], tile[at + 1u], tile[at + 2u], tile[at + 3u]);
  }
  store_quad(quad, colors);
}

fn fill_tile(index: u32, count: i32, around: i32) {
  // Rows that the frame's do not need may lie outside of the bound window.
  let last = vec2i(i32(frame.width) - 1, min(i32(frame.height), i32(frame.end) + around) - 1);
  for (var at = i32(index); at < count; at += i32(SIDE * SIDE)) {
    let place = clamp(corner + vec2i(at % tile_columns, at / tile_columns), vec2i(), last);
    let color = load_similar(place);
    for (var i = 0u; i < SAMPLES; i++) {
      tile[u32(at) * SAMPLES + i] = color[i];
    }
  }
}

/// The samples of a pixel; beyond an edge those of the nearest inside.
fn similar_at(x: i32, y: i32) -> vec4f {
  if (!in_tile) {
    return load_similar(clamp(vec2i(x, y), vec2i(), vec2i(i32(frame.width), i32(frame.height)) - 1));
  }
  let at = u32((y - corner.y) * tile_columns + x - corner.x) * SAMPLES;
  var color = vec4f(tile[at], vec3f());
  for (var i = 1u; i < SAMPLES; i++) {
    color[i] = tile[at + i];
  }
  return color;
}

/// The sum of the squared differences of the patches around two pixels.
fn squares_of(x: i32, y: i32, other: vec2i) -> f32 {
  let reach = stages.entry.patch_reach;
  var squares = 0.0;
  for (var v = -reach; v <= reach; v++) {
    for (var u = -reach; u <= reach; u++) {
      let difference = similar_at(x + u, y + v) - similar_at(other.x + u, other.y + v);
      squares += dot(difference, difference);
    }
  }
  return squares;
}

fn mean_around(x: i32, y: i32) -> vec4f {
  let params = stages.entry;
  let own = similar_at(x, y);
  if (own.x == BEYOND) {
    return load_color(u32(y) * frame.width + u32(x));
  }
  let first = max(vec2i(x, y) - params.reach, vec2i());
  let last = min(vec2i(x, y) + params.reach, vec2i(i32(frame.width), i32(frame.height)) - 1);
  var sum = own;
  var total = 1.0;
  for (var row = first.y; row <= last.y; row++) {
    for (var column = first.x; column <= last.x; column++) {
      let away = vec2i(column - x, row - y);
      if (all(away == vec2i())) {
        continue;
      }
      let squares = squares_of(x, y, vec2i(column, row));
      let near = max(params.per_square * squares - params.spare, 0.0);
      let exponent = near + params.per_distance * f32(away.x * away.x + away.y * away.y);
      if (exponent < FAR) {
        let weight = exp(-exponent);
        sum += weight * similar_at(column, row);
        total += weight;
      }
    }
  }
  return straight(sum / total);
}

/// The straight colour of a mean, in the order in which `load_similar` has samples.
fn straight(mean: vec4f) -> vec4f {
  if (SOURCE_CHANNELS == 1u) {
    return vec4f(vec3f(mean.x), stages.entry.white);
  }
  if (SOURCE_CHANNELS == 3u) {
    return vec4f(mean.xyz, stages.entry.white);
  }
  let alpha = mean[SAMPLES - 1u];
  let share = stages.entry.white / max(alpha, FAINT * stages.entry.white);
  return vec4f(select(mean.xyz, vec3f(mean.x), SOURCE_CHANNELS == 2u) * share, alpha);
}

// The largest or smallest value of each channel along a row. A workgroup's tile is some rows of `inner`
// pixels, from the first quad that begins in the row on, with as many on both sides as the window reaches.
import package::lib::picture::{frame, store_quad};
import package::ops::rank::extremum::keys::{double_keys, from_key, keys, load_key, window_key};
import package::stages::{apply_stages, stages};

@compute @workgroup_size(16, 16)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let line = stages.entry.line;
  let top = frame.first + group.y * (1024u / line);
  for (var i = 0u; i < 4u; i++) {
    let at = i * 256u + lane;
    let y = top + at / line;
    // Left of the picture this wraps around, and is not within its width.
    let x = tile_start(group.x, y) + at % line - stages.entry.reach;
    var key = vec4u();
    if (x < frame.width && y < frame.end) {
      key = load_key(y * stages.entry.width + x);
    }
    keys[at] = key;
  }
  workgroupBarrier();
  let covered = double_keys(lane, 1u);
  let quads = stages.entry.inner / 4u;
  let y = top + lane / quads;
  let x = tile_start(group.x, y) + lane % quads * 4u;
  if (lane / quads >= 1024u / line || y >= frame.end || x >= frame.width) {
    return;
  }
  var colors: array<vec4f, 4>;
  for (var i = 0u; i < 4u; i++) {
    let at = lane / quads * line + lane % quads * 4u + i;
    var key = window_key(at, covered, 1u);
    if (x + i >= frame.width) {
      key = row_key(y * frame.width + x + i);
    }
    colors[i] = apply_stages(from_key(key));
  }
  store_quad((y * frame.width + x) / 4u, colors);
}

/// The column where a tile's pixels begin in a row: where a quad does.
fn tile_start(tile: u32, y: u32) -> u32 {
  return tile * stages.entry.inner + (4u - y * frame.width % 4u) % 4u;
}

/// The best of the window around one of the pixels that a row's last quad takes from the rows below.
fn row_key(pixel: u32) -> vec4u {
  let y = pixel / frame.width;
  var key = vec4u();
  if (y >= frame.height) {
    return key;
  }
  let x = pixel % frame.width;
  let last = min(x + stages.entry.reach, frame.width - 1u);
  for (var other = x - min(x, stages.entry.reach); other <= last; other++) {
    key = max(key, load_key(y * stages.entry.width + other));
  }
  return key;
}

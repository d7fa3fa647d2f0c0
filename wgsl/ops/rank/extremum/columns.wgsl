// The largest or smallest value of each channel along a column, into rows of whole quads. A workgroup's
// tile is some columns of `inner` pixels, with as many above and below as the window reaches.
import package::lib::picture::{frame, store_quad};
import package::ops::rank::extremum::keys::{double_keys, from_key, keys, load_key, window_key};
import package::stages::{apply_stages, stages};

@compute @workgroup_size(16, 16)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let reach = stages.entry.reach;
  let columns = 1024u / stages.entry.line;
  let top = frame.first + group.y * stages.entry.inner;
  let end = min(frame.height, frame.end + reach);
  for (var i = 0u; i < 4u; i++) {
    let at = i * 256u + lane;
    let x = group.x * columns + at % columns;
    // Above the picture this wraps around, and is not below its end.
    let y = top + at / columns - reach;
    var key = vec4u();
    if (x < stages.entry.width && y < end) {
      key = load_key(y * stages.entry.width + x);
    }
    keys[at] = key;
  }
  workgroupBarrier();
  let covered = double_keys(lane, columns);
  let first = lane * 4u;
  let x = group.x * columns + first % columns;
  let y = top + first / columns;
  if (first / columns >= stages.entry.inner || y >= frame.end || x >= frame.width) {
    return;
  }
  var colors: array<vec4f, 4>;
  for (var i = 0u; i < 4u; i++) {
    colors[i] = apply_stages(from_key(window_key(first + i, covered, columns)));
  }
  store_quad((y * frame.width + x) / 4u, colors);
}

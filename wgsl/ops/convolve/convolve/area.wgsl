// Any kernel: an invocation makes four pixels side by side, so that each one around is loaded once for all.
import package::lib::holes::note_holes;
import package::lib::picture::{NONE, frame, load_color, quad_of, store_quad, table};
import package::lib::premultiplied::premultiplied;
import package::ops::convolve::convolve::finish::finish;
import package::stages::{apply_stages, stages};

var<private> sums: array<vec4f, 4>;
var<private> absolutes: array<f32, 4>;

@compute @workgroup_size(16, 16)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let quad = quad_of(id);
  if (quad == NONE) {
    return;
  }
  let y = quad * 4u / frame.width;
  let x = quad * 4u - y * frame.width;
  if (x + 4u <= frame.width) {
    add_around(x, y, 0u, 4u);
  } else {
    // It goes on in the next row, or ends behind the picture, where nothing is read.
    for (var i = 0u; i < 4u; i++) {
      let pixel = quad * 4u + i;
      let row = pixel / frame.width;
      if (row < frame.height) {
        add_around(pixel - row * frame.width, row, i, 1u);
      }
    }
  }
  var colors: array<vec4f, 4>;
  for (var i = 0u; i < 4u; i++) {
    let pixel = quad * 4u + i;
    if (pixel < frame.width * frame.height) {
      note_holes(sums[i]);
      colors[i] = apply_stages(finish(sums[i], absolutes[i], load_color(pixel).a));
    }
  }
  store_quad(quad, colors);
}

/// Sums for `count` pixels from (x, y) on, into the places from `first` on.
fn add_around(x: u32, y: u32, first: u32, count: u32) {
  let size = stages.entry.size;
  let middle = size / 2u;
  let last = vec2u(frame.width, frame.height) - 1u;
  for (var row = 0u; row < size.y; row++) {
    let base = min(max(y + row, middle.y) - middle.y, last.y) * frame.width;
    for (var column = 0u; column + 1u < size.x + count; column++) {
      let place = min(max(x + column, middle.x) - middle.x, last.x);
      let own = load_color(base + place);
      // Sums show the holes of colours.
      note_holes(vec4f(own.a));
      let color = premultiplied(own, stages.entry.white);
      for (var i = 0u; i < count; i++) {
        let tap = column - i;
        // Before the kernel it wraps around to behind it.
        if (tap >= size.x) {
          continue;
        }
        let weight = table[row * size.x + tap];
        if (weight != 0.0) {
          sums[first + i] += weight * color;
          absolutes[first + i] += abs(weight * color.a);
        }
      }
    }
  }
}

// The part of a picture that one workgroup counts.
import package::lib::picture::{NONE, frame, quad_of};

/// Quads per row, and rows, of a workgroup's tile; src/kernels/pixels/histogram.ts has them in pixels.
const QUADS = 64u;
const ROWS = 64u;
/// Rows between an invocation's quads: 256 invocations cover four rows.
const STRIDE = 4u;

/// An invocation's quad in one of the rows `index / QUADS`, `+ STRIDE` and so on.
fn counted_quad(group: vec3u, index: u32, row: u32) -> u32 {
  return quad_of(vec3u(group.x * QUADS + index % QUADS, group.y * ROWS + row, 0u));
}

/// Pixels of a quad that lie in the picture. The last quad may extend beyond it.
fn pixels_of(quad: u32) -> u32 {
  return min(4u, frame.width * frame.height - quad * 4u);
}

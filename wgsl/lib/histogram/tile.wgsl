import package::lib::picture::{NONE, frame, quad_of};

/// Quads in a row and rows of what one workgroup counts, as src/kernels/pixels/histogram.ts has them in pixels.
const QUADS = 64u;
const ROWS = 64u;
/// Rows between two quads of an invocation: 256 invocations work four rows at once.
const STRIDE = 4u;

/// The quad of an invocation in one of the rows `index / QUADS`, `+ STRIDE` and so on of its workgroup.
fn counted_quad(group: vec3u, index: u32, row: u32) -> u32 {
  return quad_of(vec3u(group.x * QUADS + index % QUADS, group.y * ROWS + row, 0u));
}

/// Pixels of a quad that lie in the picture: the last one may reach behind it.
fn pixels_of(quad: u32) -> u32 {
  return min(4u, frame.width * frame.height - quad * 4u);
}

// Writes the filtered rows with their types, and Adler-32 sums over chunks of them. Rows start at any byte, so an
// invocation owns words, whatever rows they belong to.
import package::codecs::png::filters::filtered;
import package::codecs::png::frame::frame;
import package::codecs::png::samples::near;
import package::lib::dispatch::group_number;

@group(0) @binding(2) var<storage, read> choices: array<u32>;
@group(0) @binding(3) var<storage, read_write> stream: array<u32>;
/// By chunk: the sum of its bytes, and the sum of the running sums, modulo 65521.
@group(0) @binding(4) var<storage, read_write> sums: array<vec2u>;

/// Words per invocation, and bytes per workgroup.
const SHARE = 16u;
const CHUNK = 16384u;

/// Modulus of Adler-32 (RFC 1950, section 8.2).
const MODULUS = 65521u;

var<workgroup> totals: array<vec2u, 256>;

@compute @workgroup_size(256)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let chunk = group_number(group, groups);
  let chunks = (frame.bytes + CHUNK - 1u) / CHUNK;
  let first = min(chunk, chunks) * CHUNK;
  let end = min(first + CHUNK, frame.bytes);
  totals[lane] = write_share(first, end, lane);
  for (var half = 128u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lane < half) {
      totals[lane] += totals[lane + half];
    }
  }
  if (lane == 0u && chunk < chunks) {
    sums[chunk] = totals[0] % MODULUS;
  }
}

/// Writes every 256th word of a chunk. Returns its contribution to the chunk's sums: a byte counts in every running
/// sum from itself on.
fn write_share(first: u32, end: u32, lane: u32) -> vec2u {
  var own = vec2u(0u);
  for (var i = 0u; i < SHARE; i++) {
    let at = first + 4u * (lane + 256u * i);
    if (at < end) {
      let bytes = bytes_of(at);
      stream[at / 4u] = dot(bytes, vec4u(1u, 0x100u, 0x10000u, 0x1000000u));
      let sum = dot(bytes, vec4u(1u));
      // At most 4 * 255 * 16384 per word, so 16 words stay below 2^28.
      own += vec2u(sum, sum * (end - at) - dot(bytes, vec4u(0u, 1u, 2u, 3u)));
    }
  }
  return own % MODULUS;
}

/// Four bytes of the stream, possibly from several rows. 0 after the last row.
fn bytes_of(at: u32) -> vec4u {
  let stored = frame.row_bytes + 1u;
  var row = at / stored;
  // Column in the stored row, which starts with its type.
  var column = at - row * stored;
  var bytes = vec4u(0u);
  var count = 0u;
  // A word spans at most two rows, because rows have at least two bytes.
  for (var part = 0u; part < 2u && count < 4u && row < frame.height; part++) {
    let kind = choices[row];
    if (column == 0u) {
      bytes[count] = kind;
      count++;
      column = 1u;
    }
    let four = filtered(kind, near(row, column - 1u));
    for (var i = 0u; count < 4u && column < stored; i++) {
      bytes[count] = four[i];
      count++;
      column++;
    }
    row++;
    column = 0u;
  }
  return bytes;
}

import package::lib::picture::{frame, table};
import package::stages::stages;

/// Where a pixel comes from.
struct Position {
  /// The pixel before it.
  pixel: vec2i,
  /// How far behind that it lies, from 0 to 1, and how far before the next one: both to their last bits.
  behind: vec2f,
  before: vec2f,
}

/// A whole number that neither f32 nor i32 can hold: high * 2^24 + low.
struct Wide {
  high: i32,
  low: i32,
}

/// The pixel of a position that is too far away to be found.
const NOWHERE = vec2i(-0x40000000);

/// The sums of what the column and the row give, divided: as in src/math/positions.ts.
fn position_of(x: u32, y: u32) -> Position {
  let column = x * 6u;
  let row = (frame.width + y) * 6u;
  let z = sum_at(column + 4u, row + 4u);
  let depth = bits_of(z);
  if (depth <= 0) {
    return Position(NOWHERE, vec2f(), vec2f());
  }
  let extent = vec2f(stages.entry.extent);
  let across = sum_at(column, row);
  let down = sum_at(column + 2u, row + 2u);
  let about = vec2f(value_of(across), value_of(down)) / f32(depth);
  // Far from the edges, where an error of f32 decides nothing; what is left fits an i32.
  if (any(about < vec2f(-4.0)) || any(about > extent + 4.0)) {
    return Position(NOWHERE, vec2f(), vec2f());
  }
  // The quotient is one off at most. The remainder is small, and so its low 32 bits are all of it.
  var pixel = vec2i(floor(about));
  var rest = vec2i(bits_of(across), bits_of(down)) - pixel * depth;
  let below = rest < vec2i();
  pixel -= select(vec2i(), vec2i(1), below);
  rest += select(vec2i(), vec2i(depth), below);
  let above = rest >= vec2i(depth);
  pixel += select(vec2i(), vec2i(1), above);
  rest -= select(vec2i(), vec2i(depth), above);
  return Position(pixel, vec2f(rest) / f32(depth), vec2f(depth - rest) / f32(depth));
}

fn sum_at(column: u32, row: u32) -> Wide {
  return Wide(
    i32(table[column]) + i32(table[row]),
    i32(table[column + 1u]) + i32(table[row + 1u]),
  );
}

/// The low 32 bits.
fn bits_of(wide: Wide) -> i32 {
  return bitcast<i32>((bitcast<u32>(wide.high) << 24u) + bitcast<u32>(wide.low));
}

fn value_of(wide: Wide) -> f32 {
  return f32(wide.high) * 16777216.0 + f32(wide.low);
}

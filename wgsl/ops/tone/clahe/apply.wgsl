// Changes luma by the curves of the four windows around a pixel.
import package::lib::picture::{frame, load_color};
import package::lib::histogram::luma::{counts, luma_of};
import package::source_pixel::WHITE;
import package::stages::stages;

@group(0) @binding(5) var<storage, read_write> ledger: array<u32>;

/// Two windows between whose centres a pixel lies, and how far it is from the first to the second.
struct Place {
  first: u32,
  second: u32,
  part: f32,
}

fn color_at(x: u32, y: u32) -> vec4f {
  let color = load_color(y * frame.width + x);
  if (!counts(color)) {
    return color;
  }
  let across = place_of(x, frame.width, stages.entry.columns);
  let down = place_of(y, frame.height, stages.entry.rows);
  let luma = luma_of(color);
  let above = along(across, down.first, luma);
  let below = along(across, down.second, luma);
  return vec4f(color.rgb + (WHITE * mix(above, below, down.part) - luma), color.a);
}

/// In whole numbers, since positions in a wide picture leave few bits for their fractions.
fn place_of(pixel: u32, length: u32, windows: u32) -> Place {
  let position = max((2u * pixel + 1u) * windows, length) - length;
  let first = position / (2u * length);
  let part = f32(position % (2u * length)) / f32(2u * length);
  return Place(first, min(first + 1u, windows - 1u), part);
}

fn along(across: Place, row: u32, luma: f32) -> f32 {
  let start = row * stages.entry.columns;
  return mix(curve(start + across.first, luma), curve(start + across.second, luma), across.part);
}

/// What a luma becomes in a window, as a fraction of white.
fn curve(window: u32, luma: f32) -> f32 {
  let start = window * 256u;
  if (WHITE == 255.0) {
    return bitcast<f32>(ledger[start + u32(luma)]);
  }
  let position = luma * (255.0 / WHITE);
  let level = min(u32(position), 254u);
  let lower = bitcast<f32>(ledger[start + level]);
  let upper = bitcast<f32>(ledger[start + level + 1u]);
  return mix(lower, upper, position - f32(level));
}

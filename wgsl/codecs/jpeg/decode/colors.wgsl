// Combines the components of four pixels to gray, RGB or CMYK, exactly like libjpeg-turbo (jdcolor.c). Adobe's
// programs and others store CMYK inverted; here 255 is full ink.
import package::codecs::jpeg::decode::header::{header};
import package::codecs::jpeg::decode::samples::{four_at, is_plain, sample_at};
import package::lib::dispatch::group_number;

/// The pixels, with interleaved samples.
@group(0) @binding(6) var<storage, read_write> goal: array<u32>;

struct Colors {
  red: vec4u,
  green: vec4u,
  blue: vec4u,
}

struct Inks {
  cyan: vec4u,
  magenta: vec4u,
  yellow: vec4u,
  black: vec4u,
}

/// The samples of four pixels, by component.
struct Quads {
  first: vec4i,
  second: vec4i,
  third: vec4i,
  fourth: vec4i,
}

/// One component's samples of four pixels.
fn load_quad(component: u32, quad: u32) -> vec4i {
  let first = 4u * quad;
  let x = first % header.width;
  if (x + 3u < header.width && is_plain(component)) {
    return four_at(component, x, first / header.width);
  }
  // The four pixels may lie in several rows.
  var samples: vec4i;
  for (var i = 0u; i < 4u; i++) {
    let pixel = min(first + i, header.width * header.height - 1u);
    samples[i] = sample_at(component, pixel % header.width, pixel / header.width);
  }
  return samples;
}

/// The quad of an invocation, for workgroups of 256 in rows.
fn quad_of(group: vec3u, groups: vec3u, index: u32) -> u32 {
  return group_number(group, groups) * 256u + index;
}

/// Whether the quad starts inside the picture.
fn is_inside(quad: u32) -> bool {
  return 4u * quad < header.width * header.height;
}

/// A loop, because compilers inline every call: with eight calls, a software driver compiled for a minute.
fn load_quads(quad: u32) -> Quads {
  var quads: Quads;
  for (var component = 0u; component < min(header.component_count, 4u); component++) {
    let samples = load_quad(component, quad);
    switch component {
      case 0u: { quads.first = samples; }
      case 1u: { quads.second = samples; }
      case 2u: { quads.third = samples; }
      default: { quads.fourth = samples; }
    }
  }
  return quads;
}

fn to_level(value: vec4i) -> vec4u {
  return vec4u(clamp(value, vec4i(), vec4i(255)));
}

/// Three components: RGB, or YCbCr converted to it.
fn to_colors(quads: Quads) -> Colors {
  if (header.ycc == 0u) {
    return Colors(vec4u(quads.first), vec4u(quads.second), vec4u(quads.third));
  }
  let luma = quads.first;
  let cb = quads.second - 128;
  let cr = quads.third - 128;
  return Colors(
    to_level(luma + ((91881 * cr + 32768) >> vec4u(16u))),
    to_level(luma + ((-22554 * cb - 46802 * cr + 32768) >> vec4u(16u))),
    to_level(luma + ((116130 * cb + 32768) >> vec4u(16u))),
  );
}

/// Four components. For YCCK, the first three encode the colour that the inks leave of white. Stored inks are
/// inverted, so the two inversions cancel.
fn to_inks(quads: Quads) -> Inks {
  let colors = to_colors(quads);
  let black = 255u - vec4u(quads.fourth);
  if (header.ycc != 0u) {
    return Inks(colors.red, colors.green, colors.blue, black);
  }
  return Inks(255u - colors.red, 255u - colors.green, 255u - colors.blue, black);
}

fn pack(samples: vec4u) -> u32 {
  return samples.x | (samples.y << 8u) | (samples.z << 16u) | (samples.w << 24u);
}

fn store_colors(quad: u32, colors: Colors) {
  let red = colors.red;
  let green = colors.green;
  let blue = colors.blue;
  goal[3u * quad] = pack(vec4u(red.x, green.x, blue.x, red.y));
  goal[3u * quad + 1u] = pack(vec4u(green.y, blue.y, red.z, green.z));
  goal[3u * quad + 2u] = pack(vec4u(blue.z, red.w, green.w, blue.w));
}

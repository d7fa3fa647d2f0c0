// Two layers in one. As in src/math/blend.ts, where it is explained.
import package::lib::number::is_nan;
import package::lib::srgb::{to_encoded, to_linear};
import package::source_pixel::WHITE;

// Numbers as in BLEND_MODES.
const OVER = 0u;
const CLEAR = 1u;
const SOURCE = 2u;
const IN = 3u;
const OUT = 4u;
const ATOP = 5u;
const DEST = 6u;
const DEST_OVER = 7u;
const DEST_IN = 8u;
const DEST_OUT = 9u;
const DEST_ATOP = 10u;
const XOR = 11u;
const ADD = 12u;
const SATURATE = 13u;
const MULTIPLY = 14u;
const SCREEN = 15u;
const OVERLAY = 16u;
const DARKEN = 17u;
const LIGHTEN = 18u;
const COLOUR_DODGE = 19u;
const COLOUR_BURN = 20u;
const HARD_LIGHT = 21u;
const SOFT_LIGHT = 22u;
const DIFFERENCE = 23u;

/// A colour of the picture, in its levels, under one whose parts are fractions of white. `rest` is what the
/// upper one lacks of white. NaN counts as 0, and alpha within 0..1. `linear` is 1 where light is mixed.
fn blend(base: vec4f, above: vec4f, rest: vec3f, mode: u32, linear: u32) -> vec4f {
  let upper = number(above);
  let alpha_upper = clamp(upper.a, 0.0, 1.0);
  if (alpha_upper == 0.0 && keeps_uncovered(mode)) {
    return base;
  }
  let levels = number(base);
  let alpha_lower = clamp(levels.a / WHITE, 0.0, 1.0);
  var color_upper = upper.rgb;
  var color_lower = levels.rgb / WHITE;
  var rest_upper = select(rest, vec3f(1.0), is_nan(above).rgb);
  var rest_lower = (WHITE - levels.rgb) / WHITE;
  if (linear == 1u) {
    color_upper = to_linear(color_upper);
    color_lower = to_linear(color_lower);
    rest_upper = 1.0 - color_upper;
    rest_lower = 1.0 - color_lower;
  }
  let share = shares(mode, alpha_upper, alpha_lower);
  var sum = weighed(share.x, color_upper) + weighed(share.y, color_lower);
  if (share.z > 0.0) {
    sum += share.z * mixed(mode, color_lower, color_upper, rest_lower, rest_upper);
  }
  // The one colour that is left needs no division, which is not exact everywhere.
  var color = sum / share.w;
  color = select(color, color_lower, share.x + share.z == 0.0 && share.y == share.w);
  color = select(color, color_upper, share.y + share.z == 0.0 && share.x == share.w);
  color = select(vec3f(), color, share.w > 0.0);
  if (linear == 1u) {
    color = to_encoded(color);
  }
  return vec4f(color, share.w) * WHITE;
}

/// What weighs nothing does not count, infinite or not.
fn weighed(share: f32, color: vec3f) -> vec3f {
  return select(share * color, vec3f(), share == 0.0);
}

fn number(value: vec4f) -> vec4f {
  return select(value, vec4f(), is_nan(value));
}

fn keeps_uncovered(mode: u32) -> bool {
  return !(mode >= CLEAR && mode <= OUT) && mode != DEST_IN && mode != DEST_ATOP;
}

/// What the upper colour, the lower one and the blend of both weigh, and how opaque the mixture is.
fn shares(mode: u32, upper: f32, lower: f32) -> vec4f {
  let through = upper * (1.0 - lower);
  let beneath = lower * (1.0 - upper);
  let both = upper * lower;
  var share = vec3f(through, beneath, 0.0);
  switch (mode) {
    case OVER: {
      share = vec3f(upper, beneath, 0.0);
    }
    case CLEAR: {
      share = vec3f();
    }
    case SOURCE: {
      share = vec3f(upper, 0.0, 0.0);
    }
    case IN: {
      share = vec3f(both, 0.0, 0.0);
    }
    case OUT: {
      share = vec3f(through, 0.0, 0.0);
    }
    case ATOP: {
      share = vec3f(both, beneath, 0.0);
    }
    case DEST: {
      share = vec3f(0.0, lower, 0.0);
    }
    case DEST_OVER: {
      share = vec3f(through, lower, 0.0);
    }
    case DEST_IN: {
      share = vec3f(0.0, both, 0.0);
    }
    case DEST_OUT: {
      share = vec3f(0.0, beneath, 0.0);
    }
    case DEST_ATOP: {
      share = vec3f(through, both, 0.0);
    }
    case XOR: {
      share = vec3f(through, beneath, 0.0);
    }
    case ADD: {
      share = vec3f(upper, lower, 0.0);
    }
    case SATURATE: {
      share = vec3f(min(upper, 1.0 - lower), lower, 0.0);
    }
    default: {
      share.z = both;
    }
  }
  return vec4f(share, min(share.x + share.y + share.z, 1.0));
}

/// The blend of two colours; `rest` is what each lacks of white.
fn mixed(mode: u32, lower: vec3f, upper: vec3f, rest_lower: vec3f, rest_upper: vec3f) -> vec3f {
  let b = clamp(lower, vec3f(), vec3f(1.0));
  let s = clamp(upper, vec3f(), vec3f(1.0));
  switch (mode) {
    case MULTIPLY: {
      return lower * upper;
    }
    case SCREEN: {
      return b + s - b * s;
    }
    case OVERLAY: {
      return hard_light(s, b);
    }
    case DARKEN: {
      return min(lower, upper);
    }
    case LIGHTEN: {
      return max(lower, upper);
    }
    case COLOUR_DODGE: {
      let left = max(rest_upper, vec3f());
      let quotient = select(b / max(left, vec3f(1e-30)), vec3f(1.0), b >= left);
      return select(quotient, vec3f(), b == vec3f());
    }
    case COLOUR_BURN: {
      let left = max(rest_lower, vec3f());
      let quotient = select(1.0 - left / max(s, vec3f(1e-30)), vec3f(), left >= s);
      return select(quotient, vec3f(1.0), left == vec3f());
    }
    case HARD_LIGHT: {
      return hard_light(b, s);
    }
    case SOFT_LIGHT: {
      return soft_light(b, s);
    }
    case DIFFERENCE: {
      return abs(lower - upper);
    }
    default: {
      return b + s - 2.0 * b * s;
    }
  }
}

fn hard_light(lower: vec3f, upper: vec3f) -> vec3f {
  let light = 1.0 - 2.0 * (1.0 - lower) * (1.0 - upper);
  return select(light, 2.0 * lower * upper, upper <= vec3f(0.5));
}

fn soft_light(lower: vec3f, upper: vec3f) -> vec3f {
  let cubic = ((16.0 * lower - 12.0) * lower + 4.0) * lower;
  let root = select(sqrt(lower), cubic, lower <= vec3f(0.25));
  let lightened = lower + (2.0 * upper - 1.0) * (root - lower);
  let darkened = lower - (1.0 - 2.0 * upper) * lower * (1.0 - lower);
  return select(lightened, darkened, upper <= vec3f(0.5));
}

// The blur along the rows, and the picture sharpened by its difference from that.
import package::lib::lab::from_lab;
import package::lib::picture::{frame, load_color, table};
import package::lib::srgb::to_encoded;
import package::stages::stages;

fn color_at(x: u32, y: u32) -> vec4f {
  let params = stages.entry;
  let last = i32(frame.width) - 1;
  let row = 2u * y * frame.width;
  var sum = vec4f();
  for (var tap = 0u; tap <= 2u * params.radius; tap++) {
    let other = u32(clamp(i32(x + tap) - i32(params.radius), 0, last));
    sum += table[tap] * load_color(row + other);
  }
  let own = load_color(row + frame.width + x);
  var around = sum.rgb;
  if (params.by_alpha == 1u) {
    around = select(own.rgb, sum.rgb / max(sum.a, params.faint), sum.a >= params.faint);
  }
  let difference = own.rgb - around;
  if (params.lab == 1u) {
    return vec4f(sharpened(own.rgb, difference.x), own.a);
  }
  let added = select(vec3f(), params.amount * difference, abs(difference) > vec3f(params.threshold));
  return vec4f(own.rgb + added, own.a);
}

/// As `changeOf` in src/ops/blur/lib/sharpening.ts, and back to sRGB.
fn sharpened(lab: vec3f, difference: f32) -> vec3f {
  let params = stages.entry;
  let flat_part = clamp(difference, -params.x1, params.x1);
  let change = flat_part * params.m1 + (difference - flat_part) * params.m2;
  let lightness = lab.x + clamp(change, -params.y3, params.y2);
  let kept = clamp(lightness, min(0.0, lab.x), max(100.0, lab.x));
  let colors = select(lab.yz, vec2f(), params.gray == 1u);
  return params.white * to_encoded(from_lab(vec3f(kept, colors)));
}

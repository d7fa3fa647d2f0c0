import package::lib::holes::note_holes;
import package::lib::number::is_nan;
import package::lib::picture::load_color;
import package::lib::premultiplied::CANCELLED;
import package::stages::stages;

/// Whether some of the picture is less than a pixel away, with `before` pixels in front of it.
fn is_near(pixel: vec2i, before: i32) -> bool {
  return all(pixel >= vec2i(-before)) && all(pixel < stages.entry.extent);
}

/// The colour of a pixel of the picture, or around it.
fn plain_at(pixel: vec2i) -> vec4f {
  let extent = stages.entry.extent;
  if (any(pixel < vec2i()) || any(pixel >= extent)) {
    return stages.entry.background;
  }
  return load_color(u32(pixel.y * extent.x + pixel.x));
}

/// The same, multiplied by its alpha if it counts as much as that: without alpha black, whatever it holds.
fn weighed_at(pixel: vec2i) -> vec4f {
  let color = plain_at(pixel);
  if (stages.entry.by_alpha == 0u) {
    return color;
  }
  return vec4f(select(color.rgb * color.a, vec3f(), color.a == 0.0), color.a);
}

/// A colour from the sum of weighed ones, and the absolute sum of what their alphas weigh.
fn finish(sum: vec4f, absolute: f32) -> vec4f {
  note_holes(sum);
  if (stages.entry.by_alpha == 0u) {
    return sum;
  }
  let straight = sum.rgb / max(sum.a, absolute / CANCELLED);
  let visible = sum.a > 0.0 && !is_nan(sum).a;
  return vec4f(select(vec3f(), straight, visible), sum.a);
}

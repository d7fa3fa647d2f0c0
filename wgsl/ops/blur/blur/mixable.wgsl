import package::lib::number::is_finite;
import package::lib::premultiplied::premultiplied;

/// A colour ready to be mixed: times alpha where `by_alpha` is 1; what is not a finite number counts as 0.
fn mixable(color: vec4f, by_alpha: u32, white: f32) -> vec4f {
  let number = select(vec4f(), color, is_finite(color));
  if (by_alpha == 0u) {
    return number;
  }
  return premultiplied(number, white);
}

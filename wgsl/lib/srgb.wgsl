// The sRGB transfer function.
import package::lib::number::is_finite;

/// sRGB to linear light (IEC 61966-2-1), in fractions of white; mirrored below 0. Preserves NaN and infinities,
/// which `pow` and `sign` of drivers need not.
fn to_linear(encoded: vec3f) -> vec3f {
  let magnitude = abs(encoded);
  let power = pow((magnitude + 0.055) / 1.055, vec3f(2.4));
  let linear = sign(encoded) * select(power, magnitude / 12.92, magnitude <= vec3f(0.04045));
  return select(encoded, linear, is_finite(vec4f(encoded, 0.0)).rgb);
}

/// The inverse of `to_linear`.
fn to_encoded(linear: vec3f) -> vec3f {
  let magnitude = abs(linear);
  let power = 1.055 * pow(magnitude, vec3f(1.0 / 2.4)) - 0.055;
  let encoded = sign(linear) * select(power, magnitude * 12.92, magnitude <= vec3f(0.0031308));
  return select(linear, encoded, is_finite(vec4f(linear, 0.0)).rgb);
}

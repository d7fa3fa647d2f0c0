// Tests for NaN and infinity that compilers cannot optimise away.

/// Which components are NaN. Tested by bits, because compilers may assume that no float is NaN.
fn is_nan(value: vec4f) -> vec4<bool> {
  return (bitcast<vec4u>(value) & vec4u(0x7fffffffu)) > vec4u(0x7f800000u);
}

/// Which components are neither NaN nor infinite. Tested by bits.
fn is_finite(value: vec4f) -> vec4<bool> {
  return (bitcast<vec4u>(value) & vec4u(0x7fffffffu)) < vec4u(0x7f800000u);
}

/// NaN, computed at run time: a constant NaN is an error in WGSL.
fn nan_from(value: f32) -> f32 {
  return bitcast<f32>(bitcast<u32>(value) | 0x7fc00000u);
}

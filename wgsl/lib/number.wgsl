/// Which components are NaN, told from the bits: compilers may assume that no float is NaN.
fn is_nan(value: vec4f) -> vec4<bool> {
  return (bitcast<vec4u>(value) & vec4u(0x7fffffffu)) > vec4u(0x7f800000u);
}

/// Which components are neither NaN nor infinite, told from the bits as well.
fn is_finite(value: vec4f) -> vec4<bool> {
  return (bitcast<vec4u>(value) & vec4u(0x7fffffffu)) < vec4u(0x7f800000u);
}

/// NaN, made of any value at run time: a constant NaN is an error in WGSL.
fn nan_from(value: f32) -> f32 {
  return bitcast<f32>(bitcast<u32>(value) | 0x7fc00000u);
}

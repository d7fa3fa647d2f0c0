/// Which components are NaN, told from the bits: compilers may assume that no float is NaN.
fn is_nan(value: vec4f) -> vec4<bool> {
  return (bitcast<vec4u>(value) & vec4u(0x7fffffffu)) > vec4u(0x7f800000u);
}

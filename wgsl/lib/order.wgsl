// Integers in the order of floats, for sorting and ranks.
import package::lib::number::is_nan;

/// Maps floats to integers of the same order: -infinity first, -0 before +0, all NaN last, as one.
fn order_of(value: vec4f) -> vec4u {
  let bits = bitcast<vec4u>(value);
  let negative = bits >= vec4u(0x80000000u);
  let order = select(bits | vec4u(0x80000000u), ~bits, negative);
  return select(order, vec4u(0xffffffffu), is_nan(value));
}

/// The inverse of `order_of`.
fn from_order(order: vec4u) -> vec4f {
  let positive = order >= vec4u(0x80000000u);
  return bitcast<vec4f>(select(~order, order & vec4u(0x7fffffffu), positive));
}

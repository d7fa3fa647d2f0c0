const AND = 0u;
const OR = 1u;

fn combine(operation: u32, left: vec4u, right: vec4u) -> vec4u {
  switch (operation) {
    case AND: {
      return left & right;
    }
    case OR: {
      return left | right;
    }
    default: {
      return left ^ right;
    }
  }
}

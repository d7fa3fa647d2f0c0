// Disjoint sets of pixels as trees, for many invocations at once. A pixel's word holds its parent, which
// comes later in the picture; one up to itself, as at first, makes it a root. Words only grow, and only from
// pixel to pixel of one set, so that the order in which invocations see them does not matter, and no
// invocation waits for another.
import package::lib::picture::frame;

@group(0) @binding(5) var<storage, read_write> ledger: array<atomic<u32>>;

/// The root of every set with a strong edge in it, behind all pixels.
fn strong() -> u32 {
  return frame.width * frame.height;
}

fn parent(node: u32) -> u32 {
  if (node >= strong()) {
    return node;
  }
  return max(node, atomicLoad(&ledger[node]));
}

/// The root of a node's tree. Every other node on the way is hung one higher, which halves it for the next.
fn root_of(node: u32) -> u32 {
  var at = node;
  var above = parent(at);
  // Each round goes to a later node.
  for (var rounds = strong(); rounds > 0u && at != above; rounds--) {
    let next = parent(above);
    if (next != above) {
      atomicMax(&ledger[at], next);
    }
    at = next;
    above = parent(at);
  }
  return at;
}

/// Makes one set of two.
fn unite(one: u32, other: u32) {
  var first = root_of(one);
  var second = root_of(other);
  // Each round has a later node for the earlier one of the two.
  for (var rounds = strong(); rounds > 0u && first != second; rounds--) {
    let root = min(first, second);
    let above = max(first, second);
    let held = atomicMax(&ledger[root], above);
    if (held <= root) {
      return;
    }
    // It has got a parent in the meantime, and perhaps lost it to `above` now: that one is left to unite.
    first = root_of(held);
    second = root_of(above);
  }
}

// Notes that a float picture has holes, which are samples that are NaN. The result does not count then: the CPU makes
// it, and skips the holes.
import package::lib::number::{is_finite, is_nan};
import package::source_pixel::WHITE;

@group(0) @binding(5) var<storage, read_write> ledger: array<atomic<u32>>;

/// Sets the first word of the ledger if a channel is NaN. Only floats can be.
fn note_holes(color: vec4f) {
  if (WHITE == 1.0 && !all(is_finite(color)) && any(is_nan(color))) {
    atomicStore(&ledger[0], 1u);
  }
}

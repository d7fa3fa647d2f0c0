/// The overlay's pixel that a pixel of the picture shows; outside of the overlay where it shows none.
fn covered_by(pixel: vec2u, place: vec2i, period: vec2i) -> vec2i {
  let there = vec2i(pixel) - place;
  if (period.x == 0) {
    return there;
  }
  return (there % period + period) % period;
}

/// Whether there is such a pixel in the overlay.
fn lies_within(place: vec2i, extent: vec2i) -> bool {
  return all(place >= vec2i()) && all(place < extent);
}

// Walks through a subsequence to find where it ends.
import package::codecs::jpeg::decode::header::{SUBSEQUENCE, Segment};
import package::codecs::jpeg::decode::symbols::{pack_state, peek, place_at, read_symbol, skip, unpack_position};

/// End state of a subsequence, its AC symbols, and the blocks begun in it.
struct Result {
  exit: u32,
  symbols: u32,
  blocks: u32,
}

/// Decodes one subsequence from a given state, without storing coefficients.
fn decode(subsequence: u32, segment: Segment, units: u32, entry: u32) -> Result {
  let end = (subsequence + 1u) * SUBSEQUENCE;
  let stop = min(end, segment.end);
  var place = place_at(subsequence * SUBSEQUENCE + (entry & 31u));
  var at = unpack_position(entry);
  var result = Result();
  for (var step = 0u; step < SUBSEQUENCE && place.bit < stop; step++) {
    let symbol = read_symbol(peek(place), at, units);
    result.blocks += select(0u, 1u, at.k == 0u);
    result.symbols += select(0u, 1u, at.k > 0u && symbol.size > 0u);
    skip(&place, symbol.length + symbol.size);
    at = symbol.next;
  }
  result.exit = pack_state(max(place.bit, end) - end, at);
  return result;
}

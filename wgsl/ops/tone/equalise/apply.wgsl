import package::lib::number::is_nan;
import package::lib::picture::NONE;
import package::lib::histogram::luma::{LEVELS, counts, levels_of, luma_level, luma_of};
import package::source_pixel::WHITE;

struct Params {
  /// Histograms: one of luma, or one for each colour channel.
  tables: u32,
  luma: u32,
}

@group(0) @binding(5) var<storage, read_write> ledger: array<u32>;

/// Looks up what luma or each channel becomes; NONE where it stays.
fn apply(color: vec4f, params: Params) -> vec4f {
  if (params.luma == 1u) {
    return equalise_luma(color);
  }
  let levels = levels_of(color);
  let absent = is_nan(color);
  var result = color;
  for (var channel = 0u; channel < 3u; channel++) {
    let word = ledger[min(channel, params.tables - 1u) * LEVELS + levels[channel]];
    if (!absent[channel] && word != NONE) {
      result[channel] = value_of(word);
    }
  }
  return result;
}

fn equalise_luma(color: vec4f) -> vec4f {
  let word = ledger[luma_level(color)];
  if (!counts(color) || word == NONE) {
    return color;
  }
  return vec4f(color.rgb + (value_of(word) - luma_of(color)), color.a);
}

fn value_of(word: u32) -> f32 {
  if (WHITE == 1.0) {
    return bitcast<f32>(word);
  }
  return f32(word);
}

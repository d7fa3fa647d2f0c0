/** Chooses the output's format and options that a recipe leaves open, once the input is known. */
import type { FormatName, Output } from '../formats/format.ts';
import { FORMATS } from '../formats/registry.ts';
import type { RecipeOutput } from './recipe.ts';

/** Default format for samples. PNG keeps integers unchanged. */
const FOR_SAMPLES: FormatName = 'png';

/** Properties of a picture that the format must be able to hold. */
interface Needs {
  readonly frames: boolean;
  readonly alpha: boolean;
}

interface Choice {
  /** Formats that the client accepts, best first. */
  readonly accepted?: readonly FormatName[];
  readonly needs?: Needs;
}

/**
 * Chooses the format: the one asked for; for `auto`, the first of `accepted` that loses neither frames nor alpha;
 * else `own`, the input's format, which is undefined for samples. Fills in the encoder's defaults.
 */
export function settleOutput(
  { format, quality, options }: RecipeOutput,
  own: FormatName | undefined,
  { accepted = [], needs = { frames: false, alpha: false } }: Choice = {},
): Output {
  const name =
    format === 'auto' || format === undefined
      ? (format && best(accepted, needs, own)) || own || FOR_SAMPLES
      : format;
  const schema = FORMATS[name].options;
  // Formats without a quality setting ignore it, so that one URL fits whatever format is negotiated.
  const withQuality = schema.safeParse({ ...options, ...(quality !== undefined && { quality }) });
  const parsed = withQuality.success ? withQuality.data : schema.parse(options);
  return { format: name, options: parsed as Output['options'] };
}

/** The first accepted format that loses nothing. If each one loses frames or alpha, frames count for more. */
function best(
  accepted: readonly FormatName[],
  { frames, alpha }: Needs,
  own: FormatName | undefined,
): FormatName | undefined {
  const enough = own && FORMATS[own].alpha === 'mask' ? ['mask', 'full'] : ['full'];
  const keepsFrames = (name: FormatName) => !frames || FORMATS[name].animated;
  const keepsAlpha = (name: FormatName) => !alpha || enough.includes(FORMATS[name].alpha);
  return (
    accepted.find((name) => keepsFrames(name) && keepsAlpha(name)) ??
    accepted.find(keepsFrames) ??
    accepted.find(keepsAlpha) ??
    accepted[0]
  );
}

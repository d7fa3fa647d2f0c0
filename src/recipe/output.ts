/** Settles what a recipe leaves open of its output once the input is known. */
import type { FormatName, Output } from '../formats/format.ts';
import { FORMATS } from '../formats/registry.ts';
import type { RecipeOutput } from './recipe.ts';

/** Samples become files of this format unless told: it keeps integers as they are. */
const FOR_SAMPLES: FormatName = 'png';

/**
 * Settles the format: the one asked for, the first of `accepted` for `auto`, else `own`, that of the input, which is
 * undefined for samples. Fills in the encoder's defaults.
 */
export function settleOutput(
  { format, quality, options }: RecipeOutput,
  own: FormatName | undefined,
  accepted: readonly FormatName[] = [],
): Output {
  const name =
    format === 'auto' || format === undefined ? (format && accepted[0]) || own || FOR_SAMPLES : format;
  const schema = FORMATS[name].options;
  // Formats without a quality setting ignore it, so that one URL fits whatever format is negotiated.
  const withQuality = schema.safeParse({ ...options, ...(quality !== undefined && { quality }) });
  const parsed = withQuality.success ? withQuality.data : schema.parse(options);
  return { format: name, options: parsed as Output['options'] };
}

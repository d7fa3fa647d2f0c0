import type { Image } from '../core/image.ts';
import type { PixelType } from '../core/pixel.ts';
import { UNBOUND } from '../core/run.ts';
import { inTurns } from '../core/turns.ts';
import type { FormatName, Header, Output } from '../formats/format.ts';
import { FORMATS } from '../formats/registry.ts';
import { OPS } from '../ops/registry.ts';
import type { RecipeOutput, Step } from '../recipe/recipe.ts';

/**
 * Settles the format: the one asked for, the first that the client accepts for `auto`, else the
 * input's own. Fills in the encoder's defaults.
 */
export function settleOutput(
  { format, quality, options }: RecipeOutput,
  header: Pick<Header, 'format'>,
  accepted: readonly FormatName[] = [],
): Output {
  const name = format === 'auto' || format === undefined ? (format && accepted[0]) || header.format : format;
  const schema = FORMATS[name].options;
  // Formats without a quality setting ignore it, so that one URL fits whatever format is negotiated.
  const withQuality = schema.safeParse({ ...options, ...(quality !== undefined && { quality }) });
  const parsed = withQuality.success ? withQuality.data : schema.parse(options);
  return { format: name, options: parsed as Output['options'] };
}

/** Says something of a picture, as JSON. */
export type Report = (image: Image) => unknown;

/** What the last step has to say of the picture in place of giving one; undefined for most. */
export function reportOf(steps: readonly Step[]): Report | undefined {
  const { op, params } = steps.at(-1) ?? {};
  return op?.report && ((image) => inTurns(op.report?.(image, params), UNBOUND));
}

/** The step that brings a result to a pixel type that the format keeps; none when it does already. */
export function castFor(format: FormatName, type: PixelType): Step[] {
  const { types } = FORMATS[format];
  if (types.includes(type)) return [];
  const target = types.at(-1) as PixelType;
  return [{ op: OPS.cast as unknown as Step['op'], params: OPS.cast.params.parse({ type: target }) }];
}

/** Adds a cast when the output format cannot hold the result's pixel type. */
import type { PixelType } from '../core/pixel.ts';
import type { FormatName } from '../formats/format.ts';
import { FORMATS } from '../formats/registry.ts';
import type { Op } from '../ops/op.ts';
import { OPS } from '../ops/registry.ts';
import type { Step } from '../recipe/recipe.ts';

/** One step, or none when the format can hold the type. */
export function castFor(format: FormatName, type: PixelType): Step[] {
  const { types } = FORMATS[format];
  if (types.includes(type)) return [];
  const target = types.at(-1) as PixelType;
  return [{ op: OPS.cast as unknown as Op, params: OPS.cast.params.parse({ type: target }) }];
}

/** Sends the input's own file where `auto` would only make it larger. */
import type { Limits } from '../core/limits.ts';
import type { FormatName } from '../formats/format.ts';
import { FORMATS } from '../formats/registry.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { Chosen } from './frames.ts';
import type { Opened } from './inputs.ts';
import type { Output } from './job.ts';

/**
 * Whether the input's file shows what the output will show, and the client accepts it: `auto` chose the format, there
 * are no steps, no metadata is to be kept, nothing is turned, and all frames are wanted.
 */
export function mayKeepFile(
  { opened, count }: Pick<Chosen, 'opened' | 'count'>,
  { input, output, steps }: Recipe,
  accepted: readonly FormatName[],
): boolean {
  const { carrier, format, frames } = opened;
  if (output.format !== 'auto' || output.keep || steps.length > 0 || carrier.kind !== 'source' || !format)
    return false;
  const { page, pages, alpha, bands } = input;
  const isAsStored = [page, pages, alpha, bands].every((option) => option === undefined);
  const isAccepted = accepted.length === 0 || accepted.includes(format);
  return isAsStored && isAccepted && carrier.header.orientation === 1 && count === (frames?.count ?? 1);
}

/** The input's file without its metadata as the output, if it is smaller than what was made. */
export function smallerFile({ carrier }: Opened, made: Output, limits: Limits): Output | undefined {
  if (made.kind !== 'file' || carrier.kind !== 'source') return undefined;
  const { bytes, header } = carrier;
  const data = FORMATS[header.format].strip?.(bytes, limits);
  return data && data.length < made.data.length ? { ...made, format: header.format, data } : undefined;
}

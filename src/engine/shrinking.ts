import type { Extent, Shape } from '../core/image.ts';
import type { FormatName, Shrink } from '../formats/format.ts';
import { OPS } from '../ops/registry.ts';
import { wanted } from '../ops/resize.ts';
import { shrinkOnLoad } from '../ops/resize-layout.ts';
import type { Step } from '../recipe/recipe.ts';

/**
 * What a file's sides may be divided by while it is decoded, because the first step makes it at least so much
 * smaller: sharp's `fastShrinkOnLoad`.
 */
export function shrinkFor(format: FormatName, shape: Shape, [first]: readonly Step[]): Shrink {
  if (format !== 'jpeg' || (first?.op as unknown) !== OPS.resize) return 1;
  const params = first?.params as Parameters<typeof OPS.resize.geometry>[1];
  return shrinkOnLoad(shape, wanted(params));
}

/** The steps for a picture that was decoded smaller than the file says: the first one knows what it was. */
export function afterShrinking(
  steps: readonly Step[],
  { width, height }: Extent,
  image: Extent,
): readonly Step[] {
  const [first, ...rest] = steps;
  if (!first || (image.width === width && image.height === height)) return steps;
  return [{ ...first, params: { ...(first.params as object), original: { width, height } } }, ...rest];
}
